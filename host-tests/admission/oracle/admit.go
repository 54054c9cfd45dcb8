package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	structuraldefaulting "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	schemaobjectmeta "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	structuralpruning "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	apiservervalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/crdserverscheme"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
)

// admitter takes the objects of one kind and version through what a create request goes through.
type admitter struct {
	structural *structuralschema.Structural
	strategy   rest.RESTCreateUpdateStrategy
	namespaced bool
}

// answer is what the API server says of one object.
type answer struct {
	Admitted bool `json:"admitted"`
	// Object is what would be stored: pruned, with defaults, without status.
	Object map[string]any `json:"object,omitempty"`
	Errors []fault        `json:"errors,omitempty"`
	// Refused says why the object did not get as far as validation; then there is nothing else.
	Refused string `json:"refused,omitempty"`
}

// fault is one cause of a refusal, as kubectl prints it.
type fault struct {
	// Type is a reason of a StatusCause, or strict for what strict field validation adds.
	Type    string `json:"type"`
	Field   string `json:"field"`
	Message string `json:"message"`
}

// newAdmitter does what the API server does with a CRD before it serves it.
func newAdmitter(e *entry) (*admitter, error) {
	internal, err := e.internal()
	if err != nil {
		return nil, err
	}
	structural, err := structuralschema.NewStructural(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	structural = structural.DeepCopy()
	if err := structuraldefaulting.PruneDefaults(structural); err != nil {
		return nil, err
	}
	validator, _, err := apiservervalidation.NewSchemaValidator(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	var status *apiextensions.CustomResourceSubresourceStatus
	if e.version.Subresources != nil && e.version.Subresources.Status != nil {
		status = &apiextensions.CustomResourceSubresourceStatus{}
	}
	typer := crdserverscheme.NewUnstructuredObjectTyper()
	strategy := customresource.NewStrategy(typer, e.namespaced, e.kind, validator, nil, structural, status, nil, e.version.SelectableFields)
	return &admitter{structural: structural, strategy: strategy, namespaced: e.namespaced}, nil
}

// admit follows a create request under strict field validation. Where the API server would stop because of an
// unknown field, it goes on, as it does when field validation only warns, so that all errors come to light.
func (a *admitter) admit(text []byte) answer {
	object, faults, err := a.decode(text)
	if err != nil {
		return answer{Refused: err.Error()}
	}
	if object.GetName() == "" && object.GetGenerateName() != "" {
		// The API server would generate a name, but kubectl does not let the object go there.
		return answer{Refused: "kubectl: cannot use generate name with apply"}
	}
	structuraldefaulting.Default(object.Object, a.structural)
	namespace := object.GetNamespace()
	faults = append(faults, a.create(object)...)
	if a.namespaced {
		// The request's namespace is not the object's.
		object.SetNamespace(namespace)
	}
	return answer{Admitted: len(faults) == 0, Object: object.Object, Errors: faults}
}

// update judges the replacement of an object that was admitted before. It looks at what is wrong, not at what is stored.
func (a *admitter) update(text, oldText []byte) (answer, error) {
	object, faults, err := a.decode(text)
	if err != nil {
		return answer{}, err
	}
	old, _, err := a.decode(oldText)
	if err != nil {
		return answer{}, err
	}
	structuraldefaulting.Default(object.Object, a.structural)
	structuraldefaulting.Default(old.Object, a.structural)
	// Who updates an object has read it before.
	object.SetResourceVersion("1")
	old.SetResourceVersion("1")
	ctx := request.WithNamespace(context.Background(), a.namespace(object))
	for _, err := range a.strategy.ValidateUpdate(ctx, object, old) {
		faults = append(faults, fault{Type: string(err.Type), Field: err.Field, Message: err.ErrorBody()})
	}
	return answer{Admitted: len(faults) == 0, Errors: faults}, nil
}

// decode reads an object and prunes it, in the steps of the unexported schemaCoercingDecoder and
// unstructuredSchemaCoercer of k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go.
func (a *admitter) decode(text []byte) (*unstructured.Unstructured, []fault, error) {
	read, _, err := decoder.Decode(text, nil, nil)
	var faults []fault
	if err != nil {
		strict, ok := runtime.AsStrictDecodingError(err)
		if !ok || read == nil {
			return nil, nil, err
		}
		for _, err := range strict.Errors() {
			faults = append(faults, fault{Type: "strict", Message: err.Error()})
		}
	}
	object, ok := read.(*unstructured.Unstructured)
	if !ok {
		return nil, nil, fmt.Errorf("decoded into %T", read)
	}
	unknown, err := a.prune(object.Object)
	if err != nil {
		return nil, nil, err
	}
	for _, path := range unknown {
		faults = append(faults, fault{Type: "strict", Message: fmt.Sprintf(`unknown field "%s"`, path)})
	}
	return object, faults, nil
}

var decoder = json.NewSerializerWithOptions(
	json.DefaultMetaFactory,
	creator{},
	crdserverscheme.NewUnstructuredObjectTyper(),
	json.SerializerOptions{Strict: true},
)

// creator makes an empty object of any kind.
type creator struct{}

func (creator) New(kind schema.GroupVersionKind) (runtime.Object, error) {
	object := &unstructured.Unstructured{}
	object.SetGroupVersionKind(kind)
	return object, nil
}

func (a *admitter) prune(object map[string]any) ([]string, error) {
	kind, apiVersion := object["kind"], object["apiVersion"]
	meta, foundMeta, unknown, err := schemaobjectmeta.GetObjectMetaWithOptions(object, schemaobjectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, err
	}
	options := structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	unknown = append(unknown, structuralpruning.PruneWithOptions(object, a.structural, true, options)...)
	structuraldefaulting.PruneNonNullableNullsWithoutDefaults(object, a.structural)
	fieldErr, paths := schemaobjectmeta.CoerceWithOptions(nil, object, a.structural, false, schemaobjectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if fieldErr != nil {
		return nil, fieldErr
	}
	unknown = append(unknown, paths...)
	object["kind"], object["apiVersion"] = kind, apiVersion
	if foundMeta {
		if err := schemaobjectmeta.SetObjectMeta(object, meta); err != nil {
			return nil, err
		}
	}
	return unknown, nil
}

// create is what the registry does with a decoded object up to where it would be stored.
func (a *admitter) create(object *unstructured.Unstructured) []fault {
	ctx := request.WithNamespace(context.Background(), a.namespace(object))
	rest.FillObjectMetaSystemFields(object)
	err := rest.BeforeCreate(a.strategy, ctx, object)
	if err == nil {
		return nil
	}
	var status *apierrors.StatusError
	if !errors.As(err, &status) || status.ErrStatus.Details == nil || len(status.ErrStatus.Details.Causes) == 0 {
		return []fault{{Type: "other", Message: err.Error()}}
	}
	var faults []fault
	for _, cause := range status.ErrStatus.Details.Causes {
		faults = append(faults, fault{Type: string(cause.Type), Field: cause.Field, Message: cause.Message})
	}
	return faults
}

// namespace is where kubectl sends an object to: into the one that it names.
func (a *admitter) namespace(object *unstructured.Unstructured) string {
	switch named := object.GetNamespace(); {
	case !a.namespaced:
		return metav1.NamespaceNone
	case named == "":
		return metav1.NamespaceDefault
	default:
		return named
	}
}

// kindOf is the group, version and kind that an object claims.
func kindOf(apiVersion, kind string) schema.GroupVersionKind {
	group, version, found := strings.Cut(apiVersion, "/")
	if !found {
		group, version = "", apiVersion
	}
	return schema.GroupVersionKind{Group: group, Version: version, Kind: kind}
}

func once[T any](make func() (T, error)) func() (T, error) {
	return sync.OnceValues(make)
}
