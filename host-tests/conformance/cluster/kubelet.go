package cluster

import (
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// Kubelet runs the containers of Pods as processes of this machine. Each Pod has a loopback address; what its
// container serves is there on the ports that it has in a cluster, and behind it on ports of this machine's choice,
// since upstream's servers listen on all addresses.
type Kubelet struct {
	store     *Store
	pod       *Kind
	gateway   *Kind
	network   string
	directory string
	// echo is the program that upstream's image echo-basic holds.
	echo string

	mutex   sync.Mutex
	running map[string]*process
	ports   int
	count   int
}

// sync starts what Pods ask for and ends what nobody asks for any more. It tells whether all of them run.
func (k *Kubelet) sync() bool {
	wanted, complete := map[string]bool{}, true
	for _, object := range k.store.List(k.pod, "") {
		wanted[object.uid()] = true
		if k.isRunning(object.uid()) {
			continue
		}
		if err := k.start(object); err != nil {
			k.report(object, corev1.PodPending, err.Error(), "")
			complete = false
		}
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	for uid, process := range k.running {
		if !wanted[uid] {
			process.stop()
			delete(k.running, uid)
		}
	}
	return complete
}

// isRunning forgets a container that ended, so that it is started again.
func (k *Kubelet) isRunning(uid string) bool {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	process, found := k.running[uid]
	if !found {
		return false
	}
	select {
	case <-process.ended:
		process.stop()
		delete(k.running, uid)
		return false
	default:
		return true
	}
}

func (k *Kubelet) start(object Object) error {
	pod, err := into[corev1.Pod](object)
	if err != nil {
		return err
	}
	if len(pod.Spec.Containers) != 1 {
		return fmt.Errorf("a Pod with %d containers", len(pod.Spec.Containers))
	}
	container := pod.Spec.Containers[0]
	volumes, err := k.volumes(&pod)
	if err != nil {
		return err
	}
	k.mutex.Lock()
	k.count++
	address := fmt.Sprintf("%s.1.%d", k.network, k.count)
	if k.count > 250 {
		address = fmt.Sprintf("%s.%d.%d", k.network, 1+k.count/250, k.count%250+1)
	}
	k.mutex.Unlock()
	process := &process{ended: make(chan struct{}), front: &front{}}
	switch image := imageName(container.Image); image {
	case "echo-basic":
		err = k.startEcho(process, &pod, &container, volumes, address)
	case "coredns":
		process.dns, err = serveNames(net.JoinHostPort(address, "53"), process.say)
	case "envoy":
		// `gatewright serve` is the Envoy of all Gateways.
		address, err = k.gatewayAddress(&pod)
	default:
		err = fmt.Errorf("there is nothing here like image %s", container.Image)
	}
	if err != nil {
		process.stop()
		return err
	}
	k.mutex.Lock()
	k.running[string(pod.UID)] = process
	k.mutex.Unlock()
	k.report(object, corev1.PodRunning, "", address)
	return nil
}

// gatewayAddress is where a Gateway listens, once it does.
func (k *Kubelet) gatewayAddress(pod *corev1.Pod) (string, error) {
	name := pod.Labels[gatewayv1.GatewayNameLabelKey]
	object, err := k.store.Get(k.gateway, pod.Namespace, name)
	if err != nil {
		return "", err
	}
	gateway, err := into[gatewayv1.Gateway](object)
	if err != nil {
		return "", err
	}
	programmed := meta.IsStatusConditionTrue(gateway.Status.Conditions, string(gatewayv1.GatewayConditionProgrammed))
	if !programmed || len(gateway.Status.Addresses) == 0 {
		return "", fmt.Errorf("Gateway %s is not programmed", name)
	}
	return gateway.Status.Addresses[0].Value, nil
}

// imageName is `echo-basic` of `registry.k8s.io/gateway-api/echo-basic:v1.5.1`.
func imageName(image string) string {
	name := image[strings.LastIndex(image, "/")+1:]
	name, _, _ = strings.Cut(name, ":")
	return name
}

func (k *Kubelet) startEcho(p *process, pod *corev1.Pod, container *corev1.Container, volumes map[string]string, address string) error {
	environment := map[string]string{}
	for _, variable := range container.Env {
		value := variable.Value
		if source := variable.ValueFrom; source != nil && source.FieldRef != nil {
			switch source.FieldRef.FieldPath {
			case "metadata.name":
				value = pod.Name
			case "metadata.namespace":
				value = pod.Namespace
			case "status.podIP":
				value = address
			default:
				return fmt.Errorf("the field %s is not known", source.FieldRef.FieldPath)
			}
		}
		// The files of volumes are where this machine has them.
		for mount, directory := range volumes {
			if rest, found := strings.CutPrefix(value, mount); found {
				value = directory + rest
			}
		}
		environment[variable.Name] = value
	}
	secure := environment["TLS_SERVER_CERT"] != ""
	served := map[int]port{}
	for _, port := range portsOf(environment) {
		inside := port.usual
		if given, err := strconv.Atoi(environment[port.variable]); err == nil {
			inside = given
		}
		outside := k.freePort(port.udp)
		environment[port.variable] = strconv.Itoa(outside)
		if !port.secure || secure {
			port.usual = inside
			served[outside] = port
		}
	}
	command := exec.Command(k.echo, container.Args...)
	for name, value := range environment {
		command.Env = append(command.Env, name+"="+value)
	}
	output, into, err := os.Pipe()
	if err != nil {
		return err
	}
	command.Stdout, command.Stderr = into, into
	// It ends with us at the latest.
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := command.Start(); err != nil {
		return err
	}
	_ = into.Close()
	p.command = command
	go func() {
		p.follow(output)
		k.store.tell()
	}()
	for outside, port := range served {
		behind := net.JoinHostPort("127.0.0.1", strconv.Itoa(outside))
		at := net.JoinHostPort(address, strconv.Itoa(port.usual))
		if port.udp {
			err = p.front.carryDatagrams(at, behind)
		} else if err = p.await(behind); err == nil {
			err = p.front.carryConnections(at, behind)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// freePort is one below those that the system gives to clients, and below those of Gatewright's other tests. Should
// somebody else take it first, the container ends and is started again.
func (k *Kubelet) freePort(udp bool) int {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	for {
		k.ports++
		port := 11000 + k.ports%8000
		address := ":" + strconv.Itoa(port)
		var socket io.Closer
		var err error
		if udp {
			socket, err = net.ListenPacket("udp", address)
		} else {
			socket, err = net.Listen("tcp", address)
		}
		if err == nil {
			_ = socket.Close()
			return port
		}
	}
}

// volumes writes the Secrets and ConfigMaps that a Pod mounts, and answers the directory behind each mount.
func (k *Kubelet) volumes(pod *corev1.Pod) (map[string]string, error) {
	directories := map[string]string{}
	for _, mount := range pod.Spec.Containers[0].VolumeMounts {
		for _, volume := range pod.Spec.Volumes {
			if volume.Name != mount.Name {
				continue
			}
			var kind, name string
			var items []corev1.KeyToPath
			switch {
			case volume.Secret != nil:
				kind, name, items = "secrets", volume.Secret.SecretName, volume.Secret.Items
			case volume.ConfigMap != nil:
				kind, name, items = "configmaps", volume.ConfigMap.Name, volume.ConfigMap.Items
			default:
				return nil, fmt.Errorf("volume %s is neither of a Secret nor of a ConfigMap", volume.Name)
			}
			source, err := k.store.Get(&Kind{Plural: kind, Namespaced: true}, pod.Namespace, name)
			if err != nil {
				return nil, err
			}
			directory := filepath.Join(k.directory, string(pod.UID), volume.Name)
			if err := os.MkdirAll(directory, 0o700); err != nil {
				return nil, err
			}
			for key, value := range texts(source["data"]) {
				content := []byte(value)
				if kind == "secrets" {
					if content, err = base64.StdEncoding.DecodeString(value); err != nil {
						return nil, err
					}
				}
				path := key
				for _, item := range items {
					if item.Key == key {
						path = item.Path
					}
				}
				if err := os.WriteFile(filepath.Join(directory, path), content, 0o600); err != nil {
					return nil, err
				}
			}
			directories[mount.MountPath] = directory
		}
	}
	return directories, nil
}

// report writes the status of a Pod.
func (k *Kubelet) report(object Object, phase corev1.PodPhase, message, address string) {
	ready := corev1.ConditionFalse
	status := corev1.PodStatus{Phase: phase, Message: message}
	if address != "" {
		ready = corev1.ConditionTrue
		status.PodIP = address
		status.PodIPs = []corev1.PodIP{{IP: address}}
	}
	status.Conditions = []corev1.PodCondition{
		{Type: corev1.PodReady, Status: ready, LastTransitionTime: metav1.Now()},
	}
	if former, err := into[corev1.Pod](object); err == nil {
		former := former.Status
		if former.Phase == phase && former.Message == message && former.PodIP == address {
			return
		}
	}
	object["status"] = map[string]any(from(status))
	delete(object.metadata(), "resourceVersion")
	// A Pod that is gone needs no status.
	_, _ = k.store.UpdateStatus(k.pod, object)
}

func (k *Kubelet) stop() {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	for _, process := range k.running {
		process.stop()
	}
}

// log answers what the container of a Pod wrote (`pods/NAME/log`).
func (s *server) log(w http.ResponseWriter, r *http.Request, target target) {
	object, err := s.store.Get(target.kind, target.namespace, target.name)
	if err != nil {
		fail(w, err)
		return
	}
	var since time.Time
	if text := r.URL.Query().Get("sinceTime"); text != "" {
		if since, err = time.Parse(time.RFC3339, text); err != nil {
			fail(w, apierrors.NewBadRequest(err.Error()))
			return
		}
	}
	s.pods.mutex.Lock()
	process := s.pods.running[object.uid()]
	s.pods.mutex.Unlock()
	if process == nil {
		fail(w, apierrors.NewBadRequest("the container does not run"))
		return
	}
	for _, text := range process.since(since) {
		_, _ = fmt.Fprintln(w, text)
	}
}
