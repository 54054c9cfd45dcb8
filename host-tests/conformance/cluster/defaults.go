package cluster

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// setDefaults adds what a schema gives to fields that are not there.
func setDefaults(value any, schema *apiextensionsv1.JSONSchemaProps) {
	switch value := value.(type) {
	case map[string]any:
		for name, field := range schema.Properties {
			if _, found := value[name]; !found && field.Default != nil {
				var given any
				if json.Unmarshal(field.Default.Raw, &given) == nil {
					value[name] = given
				}
			}
			if inner, found := value[name]; found {
				setDefaults(inner, &field)
			}
		}
		if schema.AdditionalProperties != nil && schema.AdditionalProperties.Schema != nil {
			for _, inner := range value {
				setDefaults(inner, schema.AdditionalProperties.Schema)
			}
		}
	case []any:
		if schema.Items != nil && schema.Items.Schema != nil {
			for _, inner := range value {
				setDefaults(inner, schema.Items.Schema)
			}
		}
	}
}

// setBuiltInDefaults adds what the API server gives to the kinds that it knows by itself, as far as somebody reads it.
func (s *Store) setBuiltInDefaults(kind *Kind, object Object) {
	switch kind.Name {
	case "Namespace":
		labels := object.child("metadata").child("labels")
		labels["kubernetes.io/metadata.name"] = object.Name()
		object["status"] = map[string]any{"phase": "Active"}
	case "Secret":
		data := object.child("data")
		for key, text := range texts(object["stringData"]) {
			data[key] = base64.StdEncoding.EncodeToString([]byte(text))
		}
		delete(object, "stringData")
	case "Deployment":
		setDefault(object.child("spec"), "replicas", int64(1))
	case "Service":
		spec := object.child("spec")
		setDefault(spec, "type", "ClusterIP")
		setDefault(spec, "sessionAffinity", "None")
		for _, port := range list(spec["ports"]) {
			setDefault(port, "protocol", "TCP")
			setDefault(port, "targetPort", port["port"])
		}
		if spec["type"] == "ExternalName" {
			return
		}
		if _, given := spec["clusterIP"]; !given {
			s.addresses++
			spec["clusterIP"] = fmt.Sprintf("10.96.%d.%d", s.addresses/250, s.addresses%250+1)
		}
		setDefault(spec, "clusterIPs", []any{spec["clusterIP"]})
		setDefault(spec, "ipFamilies", []any{"IPv4"})
		setDefault(spec, "ipFamilyPolicy", "SingleStack")
	}
}

func setDefault(object Object, field string, value any) {
	if _, found := object[field]; !found {
		object[field] = value
	}
}
