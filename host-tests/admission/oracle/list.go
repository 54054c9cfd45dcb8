package main

import (
	"sort"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// kind is one served version of a CRD.
type kind struct {
	Channel    string                           `json:"channel"`
	APIVersion string                           `json:"apiVersion"`
	Kind       string                           `json:"kind"`
	Namespaced bool                             `json:"namespaced"`
	Schema     *apiextensionsv1.JSONSchemaProps `json:"schema"`
}

// rule is one x-kubernetes-validations rule.
type rule struct {
	Channel    string `json:"channel"`
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Path leads through the schema: spec.rules[].matches[].path, and .* for the values of a map.
	Path       string `json:"path"`
	Expression string `json:"expression"`
	Message    string `json:"message"`
}

func (all *catalogue) kinds() []kind {
	var kinds []kind
	for _, target := range all.order {
		entry := all.entries[target]
		kinds = append(kinds, kind{
			Channel:    target.channel,
			APIVersion: target.kind.GroupVersion().String(),
			Kind:       target.kind.Kind,
			Namespaced: entry.namespaced,
			Schema:     entry.version.Schema.OpenAPIV3Schema,
		})
	}
	return kinds
}

func (all *catalogue) rules() []rule {
	var rules []rule
	for _, target := range all.order {
		found := rule{
			Channel:    target.channel,
			APIVersion: target.kind.GroupVersion().String(),
			Kind:       target.kind.Kind,
		}
		rules = append(rules, rulesOf(found, all.entries[target].version.Schema.OpenAPIV3Schema)...)
	}
	return rules
}

// rulesOf lists the rules at and below one place; found holds what they have in common.
func rulesOf(found rule, at *apiextensionsv1.JSONSchemaProps) []rule {
	var rules []rule
	for _, validation := range at.XValidations {
		found.Expression, found.Message = validation.Rule, validation.Message
		rules = append(rules, found)
	}
	below := func(step string, schema *apiextensionsv1.JSONSchemaProps) {
		deeper := found
		deeper.Path += step
		rules = append(rules, rulesOf(deeper, schema)...)
	}
	for _, name := range sortedKeys(at.Properties) {
		property := at.Properties[name]
		step := "." + name
		if found.Path == "" {
			step = name
		}
		below(step, &property)
	}
	if at.Items != nil && at.Items.Schema != nil {
		below("[]", at.Items.Schema)
	}
	if at.AdditionalProperties != nil && at.AdditionalProperties.Schema != nil {
		below(".*", at.AdditionalProperties.Schema)
	}
	return rules
}

func sortedKeys[T any](values map[string]T) []string {
	var keys []string
	for key := range values {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
