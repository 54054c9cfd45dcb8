package cluster

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// server speaks the part of Kubernetes' HTTP API that clients of the suite use: no watches, no discovery, merge patches.
type server struct {
	store *Store
	kinds []*Kind
	pods  *Kubelet
}

// target is what a path names: `/apis/GROUP/VERSION/namespaces/NAMESPACE/PLURAL/NAME/SUBRESOURCE`.
type target struct {
	kind                 *Kind
	version              string
	namespace, name, sub string
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	target, found := s.target(r.URL.Path)
	if !found {
		fail(w, apierrors.NewNotFound(metav1.Unversioned.WithResource(r.URL.Path).GroupResource(), ""))
		return
	}
	if target.kind.Name == "Pod" && target.sub == "log" && r.Method == http.MethodGet {
		s.log(w, r, target)
		return
	}
	answer, status, err := s.answer(r, target)
	if err != nil {
		fail(w, err)
		return
	}
	reply(w, status, answer)
}

func (s *server) target(path string) (target, bool) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	var group string
	switch {
	case len(parts) > 2 && parts[0] == "api":
		parts = parts[1:]
	case len(parts) > 3 && parts[0] == "apis":
		group, parts = parts[1], parts[2:]
	default:
		return target{}, false
	}
	found := target{version: parts[0]}
	parts = parts[1:]
	if parts[0] == "namespaces" && len(parts) > 2 {
		found.namespace, parts = parts[1], parts[2:]
	}
	for _, kind := range s.kinds {
		if kind.Group == group && kind.Plural == parts[0] {
			found.kind = kind
		}
	}
	if len(parts) > 1 {
		found.name = parts[1]
	}
	if len(parts) > 2 {
		found.sub = parts[2]
	}
	return found, found.kind != nil && len(parts) < 4
}

func (s *server) answer(r *http.Request, target target) (Object, int, error) {
	kind := target.kind
	switch {
	case r.Method == http.MethodGet && target.name == "":
		if r.URL.Query().Get("watch") != "" {
			return nil, 0, apierrors.NewMethodNotSupported(kind.resource(), "watch")
		}
		return s.list(r, target)
	case r.Method == http.MethodGet:
		object, err := s.store.Get(kind, target.namespace, target.name)
		return target.versioned(object), http.StatusOK, err
	case r.Method == http.MethodDelete && target.name != "":
		err := s.store.Delete(kind, target.namespace, target.name)
		return from(metav1.Status{TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}, Status: metav1.StatusSuccess}),
			http.StatusOK, err
	case r.Method == http.MethodPost && target.name == "":
		object, err := body(r)
		if err != nil {
			return nil, 0, err
		}
		object, err = s.store.Create(kind, target.placed(object))
		return target.versioned(object), http.StatusCreated, err
	case r.Method == http.MethodPut:
		object, err := body(r)
		if err != nil {
			return nil, 0, err
		}
		return s.update(target, object)
	case r.Method == http.MethodPatch:
		return s.patch(r, target)
	}
	return nil, 0, apierrors.NewMethodNotSupported(kind.resource(), r.Method)
}

func (s *server) update(target target, object Object) (Object, int, error) {
	update := s.store.Update
	if target.sub == "status" {
		update = s.store.UpdateStatus
	}
	object, err := update(target.kind, target.placed(object))
	return target.versioned(object), http.StatusOK, err
}

func (s *server) patch(r *http.Request, target target) (Object, int, error) {
	if kind := r.Header.Get("Content-Type"); kind != "application/merge-patch+json" {
		return nil, 0, apierrors.NewBadRequest("only merge patches are understood, and not " + kind)
	}
	change, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, 0, err
	}
	current, err := s.store.Get(target.kind, target.namespace, target.name)
	if err != nil {
		return nil, 0, err
	}
	text, err := json.Marshal(target.versioned(current))
	if err != nil {
		return nil, 0, err
	}
	text, err = jsonpatch.MergePatch(text, change)
	if err != nil {
		return nil, 0, apierrors.NewBadRequest(err.Error())
	}
	object, err := parse(text)
	if err != nil {
		return nil, 0, err
	}
	return s.update(target, object)
}

func (s *server) list(r *http.Request, target target) (Object, int, error) {
	selector, err := labels.Parse(r.URL.Query().Get("labelSelector"))
	if err != nil {
		return nil, 0, apierrors.NewBadRequest(err.Error())
	}
	items := []Object{}
	for _, object := range s.store.List(target.kind, target.namespace) {
		if selector.Matches(labels.Set(object.labels())) {
			items = append(items, target.versioned(object))
		}
	}
	return Object{
		"apiVersion": target.apiVersion(),
		"kind":       target.kind.Name + "List",
		"metadata":   map[string]any{},
		"items":      items,
	}, http.StatusOK, nil
}

// === target

func (t target) apiVersion() string {
	if t.kind.Group == "" {
		return t.version
	}
	return t.kind.Group + "/" + t.version
}

// versioned is the object in the version that the path names: conversions of the Gateway API change nothing else.
func (t target) versioned(object Object) Object {
	if object != nil {
		object["apiVersion"] = t.apiVersion()
	}
	return object
}

// placed is what came with a request, at the place that its path names.
func (t target) placed(object Object) Object {
	object["apiVersion"], object["kind"] = t.apiVersion(), t.kind.Name
	if t.kind.Namespaced && t.namespace != "" {
		object.metadata()["namespace"] = t.namespace
	}
	if t.name != "" {
		object.metadata()["name"] = t.name
	}
	return object
}

func version(apiVersion string) string {
	return apiVersion[strings.LastIndex(apiVersion, "/")+1:]
}

// === HTTP

func body(r *http.Request) (Object, error) {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	object, err := parse(text)
	if err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	return object, nil
}

func fail(w http.ResponseWriter, err error) {
	var known apierrors.APIStatus
	if !errors.As(err, &known) {
		known = apierrors.NewInternalError(err)
	}
	status := known.Status()
	status.TypeMeta = metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}
	reply(w, int(status.Code), status)
}

func reply(w http.ResponseWriter, status int, answer any) {
	text, err := json.Marshal(answer)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}
