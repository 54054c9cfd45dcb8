package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// Kind is one kind of object that the API server keeps.
type Kind struct {
	Group, Name, Plural string
	Namespaced          bool
	// Of a CustomResourceDefinition, its versions by name; none for kinds that are built in.
	Schemas map[string]*apiextensionsv1.JSONSchemaProps
	// Served versions.
	Versions []string
}

// IsCustom tells whether a CustomResourceDefinition declares it.
func (k *Kind) IsCustom() bool { return k.Schemas != nil }

// HasGeneration: the kinds of the core group count no generations.
func (k *Kind) HasGeneration() bool { return k.Group != "" }

func builtIn() []*Kind {
	kind := func(group, version, name, plural string, namespaced bool) *Kind {
		return &Kind{Group: group, Name: name, Plural: plural, Namespaced: namespaced, Versions: []string{version}}
	}
	return []*Kind{
		kind("", "v1", "Namespace", "namespaces", false),
		kind("", "v1", "Service", "services", true),
		kind("", "v1", "Secret", "secrets", true),
		kind("", "v1", "ConfigMap", "configmaps", true),
		kind("", "v1", "Pod", "pods", true),
		kind("", "v1", "ServiceAccount", "serviceaccounts", true),
		kind("apps", "v1", "Deployment", "deployments", true),
		kind("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true),
		kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false),
	}
}

// readDefinitions reads the CustomResourceDefinitions of one channel, as upstream releases them.
func readDefinitions(directory string) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	files, err := filepath.Glob(filepath.Join(directory, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var definitions []*apiextensionsv1.CustomResourceDefinition
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		definition := &apiextensionsv1.CustomResourceDefinition{}
		if err := yaml.Unmarshal(text, definition); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		// Beside them lies the policy that guards upgrades, and a list of the files.
		if definition.Kind == "CustomResourceDefinition" {
			definitions = append(definitions, definition)
		}
	}
	if len(definitions) == 0 {
		return nil, fmt.Errorf("%s has no CustomResourceDefinition", directory)
	}
	return definitions, nil
}

func kindOf(definition *apiextensionsv1.CustomResourceDefinition) *Kind {
	kind := &Kind{
		Group:      definition.Spec.Group,
		Name:       definition.Spec.Names.Kind,
		Plural:     definition.Spec.Names.Plural,
		Namespaced: definition.Spec.Scope == apiextensionsv1.NamespaceScoped,
		Schemas:    map[string]*apiextensionsv1.JSONSchemaProps{},
	}
	for _, version := range definition.Spec.Versions {
		if version.Served {
			kind.Versions = append(kind.Versions, version.Name)
			kind.Schemas[version.Name] = version.Schema.OpenAPIV3Schema
		}
	}
	return kind
}

// mapperOf answers clients what the discovery of an API server would.
func mapperOf(kinds []*Kind) meta.RESTMapper {
	mapper := meta.NewDefaultRESTMapper(nil)
	for _, kind := range kinds {
		scope := meta.RESTScopeRoot
		if kind.Namespaced {
			scope = meta.RESTScopeNamespace
		}
		for _, version := range kind.Versions {
			gv := schema.GroupVersion{Group: kind.Group, Version: version}
			singular := gv.WithResource(strings.ToLower(kind.Name))
			mapper.AddSpecific(gv.WithKind(kind.Name), gv.WithResource(kind.Plural), singular, scope)
		}
	}
	return mapper
}
