package main

import (
	"fmt"
	"os"
	"path/filepath"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/gateway-api/pkg/consts"
	"sigs.k8s.io/yaml"
)

// channels are the folders of config/crd.
var channels = []string{"standard", "experimental"}

// target is what an object is held against: one version of a CRD in one channel.
type target struct {
	channel string
	kind    schema.GroupVersionKind
}

// catalogue holds every served version of every CRD.
type catalogue struct {
	order   []target
	entries map[target]*entry
}

type entry struct {
	target
	namespaced bool
	version    *apiextensionsv1.CustomResourceDefinitionVersion
	admitter   func() (*admitter, error)
}

func readCatalogue(directory string) (*catalogue, error) {
	all := &catalogue{entries: map[target]*entry{}}
	for _, channel := range channels {
		files, err := filepath.Glob(filepath.Join(directory, channel, "*.yaml"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if err := all.readFile(channel, file); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	if len(all.order) == 0 {
		return nil, fmt.Errorf("no CRDs in %q", directory)
	}
	return all, nil
}

func (all *catalogue) readFile(channel, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	crd := &apiextensionsv1.CustomResourceDefinition{}
	if err := yaml.Unmarshal(text, crd); err != nil {
		return err
	}
	if crd.Kind != "CustomResourceDefinition" {
		return nil
	}
	if bundle := crd.Annotations[consts.BundleVersionAnnotation]; bundle != consts.BundleVersion {
		return fmt.Errorf("is of version %s, not %s", bundle, consts.BundleVersion)
	}
	apiextensionsv1.SetDefaults_CustomResourceDefinition(crd)
	apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&crd.Spec)
	for i := range crd.Spec.Versions {
		if version := &crd.Spec.Versions[i]; version.Served {
			all.add(channel, crd, version)
		}
	}
	return nil
}

func (all *catalogue) add(channel string, crd *apiextensionsv1.CustomResourceDefinition, version *apiextensionsv1.CustomResourceDefinitionVersion) {
	kind := schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}
	one := &entry{
		target:     target{channel, kind},
		namespaced: crd.Spec.Scope == apiextensionsv1.NamespaceScoped,
		version:    version,
	}
	one.admitter = once(func() (*admitter, error) { return newAdmitter(one) })
	all.order = append(all.order, one.target)
	all.entries[one.target] = one
}

// internal is the schema in the form that the API server works with.
func (e *entry) internal() (*apiextensions.CustomResourceValidation, error) {
	internal := &apiextensions.CustomResourceValidation{}
	err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(e.version.Schema, internal, nil)
	return internal, err
}
