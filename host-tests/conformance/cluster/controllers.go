package cluster

import (
	"fmt"
	"hash/fnv"
	"maps"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/rand"
)

// controllers does what Kubernetes' own controllers do with Deployments and Services.
type controllers struct {
	store                           *Store
	deployment, pod, service, slice *Kind
}

// replicas makes and removes Pods until each Deployment has as many as it wants. A Deployment that changes gets new
// Pods at once.
func (c *controllers) replicas() error {
	wanted := map[string]int{}
	deployments := map[string]appsv1.Deployment{}
	for _, object := range c.store.List(c.deployment, "") {
		deployment, err := into[appsv1.Deployment](object)
		if err != nil {
			return err
		}
		template := object.child("spec")["template"]
		owner := fmt.Sprintf("%s-%s", deployment.UID, hash(from(map[string]any{"template": template})))
		wanted[owner] = int(*deployment.Spec.Replicas)
		deployments[owner] = deployment
	}
	for _, object := range c.store.List(c.pod, "") {
		owner := texts(object.metadata()["annotations"])[ownerAnnotation]
		if owner == "" {
			continue
		}
		if wanted[owner]--; wanted[owner] < 0 {
			if err := c.store.Delete(c.pod, object.Namespace(), object.Name()); late(err) != nil {
				return err
			}
		}
	}
	for owner, missing := range wanted {
		for range max(missing, 0) {
			if _, err := c.store.Create(c.pod, podOf(owner, deployments[owner])); late(err) != nil {
				return err
			}
		}
	}
	return nil
}

const ownerAnnotation = "conformance.gatewright.dev/replica-of"

func podOf(owner string, deployment appsv1.Deployment) Object {
	template := deployment.Spec.Template
	pod := corev1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: *template.ObjectMeta.DeepCopy(),
		Spec:       template.Spec,
	}
	pod.Namespace = deployment.Namespace
	pod.Name = fmt.Sprintf("%s-%s-%s", deployment.Name, hash(owner), rand.String(5))
	if pod.Annotations == nil {
		pod.Annotations = map[string]string{}
	}
	pod.Annotations[ownerAnnotation] = owner
	pod.Spec.NodeName = "this-machine"
	object := from(pod)
	object["status"] = map[string]any{"phase": "Pending"}
	return object
}

// endpoints writes an EndpointSlice for each Service with a selector, and removes those of Services that are gone.
func (c *controllers) endpoints() error {
	pods := c.store.List(c.pod, "")
	wanted := map[string]discoveryv1.EndpointSlice{}
	for _, object := range c.store.List(c.service, "") {
		service, err := into[corev1.Service](object)
		if err != nil {
			return err
		}
		if len(service.Spec.Selector) == 0 {
			continue
		}
		slice, err := sliceOf(service, pods)
		if err != nil {
			return err
		}
		wanted[slice.Namespace+"/"+slice.Name] = slice
	}
	for _, object := range c.store.List(c.slice, "") {
		if object.labels()[discoveryv1.LabelManagedBy] != manager {
			continue
		}
		name := object.Namespace() + "/" + object.Name()
		slice, found := wanted[name]
		delete(wanted, name)
		if !found {
			if err := c.store.Delete(c.slice, object.Namespace(), object.Name()); late(err) != nil {
				return err
			}
			continue
		}
		if _, err := c.store.Update(c.slice, from(slice)); late(err) != nil {
			return err
		}
	}
	for _, slice := range wanted {
		if _, err := c.store.Create(c.slice, from(slice)); late(err) != nil {
			return err
		}
	}
	return nil
}

const manager = "endpointslice-controller.k8s.io"

func sliceOf(service corev1.Service, pods []Object) (discoveryv1.EndpointSlice, error) {
	slice := discoveryv1.EndpointSlice{
		TypeMeta: metav1.TypeMeta{APIVersion: "discovery.k8s.io/v1", Kind: "EndpointSlice"},
		ObjectMeta: metav1.ObjectMeta{
			Namespace: service.Namespace,
			Name:      service.Name + "-" + hash(string(service.UID)),
			Labels:    map[string]string{},
		},
		AddressType: discoveryv1.AddressTypeIPv4,
		Endpoints:   []discoveryv1.Endpoint{},
	}
	maps.Copy(slice.Labels, service.Labels)
	slice.Labels[discoveryv1.LabelServiceName] = service.Name
	slice.Labels[discoveryv1.LabelManagedBy] = manager
	selector := labels.SelectorFromSet(service.Spec.Selector)
	var named *corev1.Pod
	for _, object := range pods {
		if object.Namespace() != service.Namespace || !selector.Matches(labels.Set(object.labels())) {
			continue
		}
		pod, err := into[corev1.Pod](object)
		if err != nil {
			return slice, err
		}
		if pod.Status.PodIP == "" {
			continue
		}
		named = &pod
		ready, gone := true, false
		slice.Endpoints = append(slice.Endpoints, discoveryv1.Endpoint{
			Addresses:  []string{pod.Status.PodIP},
			Conditions: discoveryv1.EndpointConditions{Ready: &ready, Serving: &ready, Terminating: &gone},
			NodeName:   &pod.Spec.NodeName,
			TargetRef:  &corev1.ObjectReference{Kind: "Pod", Namespace: pod.Namespace, Name: pod.Name, UID: pod.UID},
		})
	}
	for _, port := range service.Spec.Ports {
		number := port.TargetPort.IntVal
		if port.TargetPort.Type == intstr.String {
			number = namedPort(named, port.TargetPort.StrVal)
		}
		slice.Ports = append(slice.Ports, discoveryv1.EndpointPort{
			Name: &port.Name, Port: &number, Protocol: &port.Protocol, AppProtocol: port.AppProtocol,
		})
	}
	return slice, nil
}

func namedPort(pod *corev1.Pod, name string) int32 {
	if pod != nil {
		for _, container := range pod.Spec.Containers {
			for _, port := range container.Ports {
				if port.Name == name {
					return port.ContainerPort
				}
			}
		}
	}
	return 0
}

// late is an error that is not one of somebody who came too late: a client changed the object, and with that comes
// another look.
func late(err error) error {
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) || apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

// hash is short and fit for names.
func hash(value any) string {
	digest := fnv.New32a()
	_, _ = fmt.Fprint(digest, value)
	return rand.SafeEncodeString(fmt.Sprint(digest.Sum32()))
}
