package cluster

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/uuid"
)

// Store keeps objects as an API server does: it counts resource versions and generations, gives identities and times,
// adds defaults, and refuses what is invalid or out of date.
type Store struct {
	admit func(Object) error

	mutex     sync.Mutex
	objects   map[key]Object
	version   uint64
	addresses int
	changed   chan struct{}
}

type key struct{ group, plural, namespace, name string }

func newStore(admit func(Object) error) *Store {
	return &Store{admit: admit, objects: map[key]Object{}, changed: make(chan struct{}, 1)}
}

func keyOf(kind *Kind, namespace, name string) key {
	if !kind.Namespaced {
		namespace = ""
	}
	return key{kind.Group, kind.Plural, namespace, name}
}

func (k *Kind) resource() schema.GroupResource {
	return schema.GroupResource{Group: k.Group, Resource: k.Plural}
}

// Get answers a copy of an object.
func (s *Store) Get(kind *Kind, namespace, name string) (Object, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	object, found := s.objects[keyOf(kind, namespace, name)]
	if !found {
		return nil, apierrors.NewNotFound(kind.resource(), name)
	}
	return object.copy(), nil
}

// List answers copies of all objects of a kind in a namespace, or in all, by their names; of those that are wanted.
func (s *Store) List(kind *Kind, namespace string, wanted ...func(Object) bool) []Object {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var found []Object
	for key, object := range s.objects {
		if key.group != kind.Group || key.plural != kind.Plural || namespace != "" && key.namespace != namespace {
			continue
		}
		if len(wanted) == 0 || wanted[0](object) {
			found = append(found, object.copy())
		}
	}
	sort.Slice(found, func(i, j int) bool {
		return found[i].Namespace()+"/"+found[i].Name() < found[j].Namespace()+"/"+found[j].Name()
	})
	return found
}

// Create takes a new object.
func (s *Store) Create(kind *Kind, object Object) (Object, error) {
	object = object.copy()
	metadata := object.metadata()
	if object.Name() == "" && metadata.text("generateName") != "" {
		metadata["name"] = metadata.text("generateName") + string(uuid.NewUUID())[:5]
	}
	at := keyOf(kind, object.Namespace(), object.Name())
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if _, found := s.objects[at]; found {
		return nil, apierrors.NewAlreadyExists(kind.resource(), object.Name())
	}
	if kind.Namespaced {
		if _, found := s.objects[key{"", "namespaces", "", object.Namespace()}]; !found {
			return nil, apierrors.NewNotFound(schema.GroupResource{Resource: "namespaces"}, object.Namespace())
		}
	}
	if kind.IsCustom() {
		delete(object, "status")
	}
	if err := s.complete(kind, object); err != nil {
		return nil, err
	}
	metadata["uid"] = string(uuid.NewUUID())
	metadata["creationTimestamp"] = time.Now().UTC().Format(time.RFC3339)
	if kind.HasGeneration() {
		metadata["generation"] = int64(1)
	}
	return s.put(at, object), nil
}

// Update replaces everything of an object but its status.
func (s *Store) Update(kind *Kind, object Object) (Object, error) {
	return s.change(kind, object, func(current Object) (Object, error) {
		next := object.copy()
		metadata, former := next.metadata(), current.metadata()
		for _, field := range []string{"uid", "creationTimestamp", "generation", "resourceVersion"} {
			metadata[field] = former[field]
			if former[field] == nil {
				delete(metadata, field)
			}
		}
		if kind.IsCustom() || next["status"] == nil {
			next["status"] = current["status"]
		}
		if next["status"] == nil {
			delete(next, "status")
		}
		if err := s.complete(kind, next); err != nil {
			return nil, err
		}
		if kind.HasGeneration() && !isSame(content(next), content(current)) {
			metadata["generation"] = former.number("generation") + 1
		}
		return next, nil
	})
}

// UpdateStatus replaces the status of an object.
func (s *Store) UpdateStatus(kind *Kind, object Object) (Object, error) {
	return s.change(kind, object, func(current Object) (Object, error) {
		next := current.copy()
		next["status"] = object.copy()["status"]
		return next, nil
	})
}

// Delete takes an object away, and with a namespace everything in it.
func (s *Store) Delete(kind *Kind, namespace, name string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	at := keyOf(kind, namespace, name)
	if _, found := s.objects[at]; !found {
		return apierrors.NewNotFound(kind.resource(), name)
	}
	delete(s.objects, at)
	if kind.Name == "Namespace" {
		for at := range s.objects {
			if at.namespace == name {
				delete(s.objects, at)
			}
		}
	}
	s.tell()
	return nil
}

func (s *Store) change(kind *Kind, object Object, next func(Object) (Object, error)) (Object, error) {
	at := keyOf(kind, object.Namespace(), object.Name())
	s.mutex.Lock()
	defer s.mutex.Unlock()
	current, found := s.objects[at]
	if !found {
		return nil, apierrors.NewNotFound(kind.resource(), object.Name())
	}
	if version := object.resourceVersion(); version != "" && version != current.resourceVersion() {
		return nil, apierrors.NewConflict(kind.resource(), object.Name(),
			fmt.Errorf("the object has been modified; please apply your changes to the latest version and try again"))
	}
	changed, err := next(current)
	if err != nil {
		return nil, err
	}
	if isSame(changed, current) {
		return current.copy(), nil
	}
	return s.put(at, changed), nil
}

// collect deletes what belongs to somebody who is gone, as Kubernetes' garbage collector does.
func (s *Store) collect() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	alive := map[string]bool{}
	for _, object := range s.objects {
		alive[object.uid()] = true
	}
	for at, object := range s.objects {
		owners := list(object.metadata()["ownerReferences"])
		if len(owners) > 0 && !slices.ContainsFunc(owners, func(owner Object) bool { return alive[owner.text("uid")] }) {
			delete(s.objects, at)
			s.tell()
		}
	}
}

// complete adds defaults and asks whether the object is valid.
func (s *Store) complete(kind *Kind, object Object) error {
	if !kind.IsCustom() {
		s.setBuiltInDefaults(kind, object)
		return nil
	}
	version := version(object.text("apiVersion"))
	schema, found := kind.Schemas[version]
	if !found {
		return apierrors.NewBadRequest(fmt.Sprintf("%s has no version %s", kind.Name, version))
	}
	setDefaults(map[string]any(object), schema)
	if err := s.admit(object); err != nil {
		return apierrors.NewGenericServerResponse(422, "create", kind.resource(), object.Name(), err.Error(), 0, true)
	}
	return nil
}

func (s *Store) put(at key, object Object) Object {
	s.version++
	object.metadata()["resourceVersion"] = strconv.FormatUint(s.version, 10)
	// Numbers are read again, so that all are of one type.
	s.objects[at] = object.copy()
	s.tell()
	return object.copy()
}

func (s *Store) tell() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// content is what a generation counts.
func content(object Object) Object {
	rest := Object{}
	for field, value := range object {
		if field != "metadata" && field != "status" && field != "apiVersion" {
			rest[field] = value
		}
	}
	return rest
}
