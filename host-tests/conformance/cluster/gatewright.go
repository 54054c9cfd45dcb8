package cluster

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// gatewright is the product: `check` judges objects before they are stored, and `serve` runs them in an Envoy and says
// with what status, and `kubernetes` says what is deployed for a Gateway.
type gatewright struct {
	store     *Store
	kinds     []*Kind
	settings  Settings
	manifests string
	status    string

	serve   *exec.Cmd
	ended   chan error
	written []byte
	read    time.Time
	changed chan struct{}
}

// admit refuses what `gatewright check` does not take for an object.
func (s Settings) admit(object Object) error {
	text, err := json.Marshal(object)
	if err != nil {
		return err
	}
	check := exec.Command(s.Gatewright, "check", "--channel", s.Channel, "--output", "json", "-")
	check.Stdin = bytes.NewReader(text)
	var answer, complaint bytes.Buffer
	check.Stdout, check.Stderr = &answer, &complaint
	// It also fails for a reference to something that is not here yet.
	failure := check.Run()
	var report struct {
		Diagnostics []struct{ Severity, Message, FieldPath string }
		Objects     []Object
	}
	if err := json.Unmarshal(answer.Bytes(), &report); err != nil {
		return fmt.Errorf("gatewright check: %w: %v: %s", failure, err, complaint.String())
	}
	if len(report.Objects) == 1 {
		return nil
	}
	var reasons []string
	for _, found := range report.Diagnostics {
		if found.Severity == "error" {
			reasons = append(reasons, found.FieldPath+": "+found.Message)
		}
	}
	return fmt.Errorf("%s %s is invalid: %s", object.text("kind"), object.Name(), strings.Join(reasons, "; "))
}

func (s Settings) gatewright(store *Store, kinds []*Kind) (*gatewright, error) {
	directory := filepath.Join(s.Directory, "manifests")
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return nil, err
	}
	return &gatewright{
		store: store, kinds: kinds, settings: s,
		manifests: filepath.Join(directory, "all.json"),
		status:    filepath.Join(s.Directory, "status.json"),
		ended:     make(chan error, 1),
		changed:   make(chan struct{}, 1),
	}, nil
}

// write gives all objects to Gatewright, if anything but their status differs from what it has.
func (g *gatewright) write() error {
	var all, compared []Object
	for _, kind := range g.kinds {
		switch kind.Name {
		case "Pod", "Deployment", "CustomResourceDefinition", "ServiceAccount":
			continue
		}
		for _, object := range g.store.List(kind, "", isNotGenerated) {
			all = append(all, object)
			without := object.copy()
			delete(without, "status")
			delete(without.metadata(), "resourceVersion")
			compared = append(compared, without)
		}
	}
	next, err := json.Marshal(compared)
	if err != nil || len(all) == 0 || bytes.Equal(next, g.written) {
		return err
	}
	text, err := json.Marshal(Object{"apiVersion": "v1", "kind": "List", "items": all})
	if err != nil {
		return err
	}
	// In one step, so that nobody reads half of it.
	half := g.manifests + ".new"
	if err := os.WriteFile(half, text, 0o600); err != nil {
		return err
	}
	if err := os.Rename(half, g.manifests); err != nil {
		return err
	}
	g.written = next
	select {
	case g.changed <- struct{}{}:
	default:
	}
	if g.serve == nil {
		return g.start()
	}
	return nil
}

func (g *gatewright) start() error {
	log, err := os.Create(filepath.Join(g.settings.Directory, "serve.log"))
	if err != nil {
		return err
	}
	serve := exec.Command(g.settings.Gatewright, "serve", filepath.Dir(g.manifests),
		"--controller", g.settings.Controller,
		"--channel", g.settings.Channel,
		"--port-offset", "0",
		"--address-pool", g.settings.Network+".0.0/24",
		"--status", g.status,
		"--envoy", g.settings.Envoy,
		"--filter", g.settings.Filter,
	)
	serve.Stdout, serve.Stderr = log, log
	serve.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := serve.Start(); err != nil {
		return err
	}
	g.serve = serve
	go func() { g.ended <- serve.Wait() }()
	return nil
}

// take gives the statuses that Gatewright wrote to the objects that they are about.
func (g *gatewright) take() error {
	file, err := os.Stat(g.status)
	if os.IsNotExist(err) || err == nil && file.ModTime().Equal(g.read) {
		return nil
	}
	if err != nil {
		return err
	}
	text, err := os.ReadFile(g.status)
	if err != nil {
		return err
	}
	list, err := parse(text)
	if err != nil {
		return err
	}
	g.read = file.ModTime()
	for _, object := range items(list) {
		kind := g.kind(object)
		if kind == nil || !kind.IsCustom() || object["status"] == nil {
			continue
		}
		current, err := g.store.Get(kind, object.Namespace(), object.Name())
		// It is gone, or is another one of the same name.
		if err != nil || current.uid() != object.uid() {
			continue
		}
		current["status"] = object["status"]
		// Nobody else writes it.
		delete(current.metadata(), "resourceVersion")
		if _, err := g.store.UpdateStatus(kind, current); late(err) != nil {
			return err
		}
	}
	return nil
}

// deploy applies what `gatewright kubernetes` writes, whenever something has changed: the part of somebody with kubectl.
func (g *gatewright) deploy(done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case <-g.changed:
			must(g.apply())
		}
	}
}

func (g *gatewright) apply() error {
	kubernetes := exec.Command(g.settings.Gatewright, "kubernetes", filepath.Dir(g.manifests),
		"--controller", g.settings.Controller,
		"--channel", g.settings.Channel,
		"--filter", g.settings.Filter,
	)
	var complaint bytes.Buffer
	kubernetes.Stderr = &complaint
	text, err := kubernetes.Output()
	if err != nil {
		return fmt.Errorf("gatewright kubernetes: %w: %s", err, complaint.String())
	}
	list, err := parse(text)
	if err != nil {
		return err
	}
	for _, object := range items(list) {
		if err := g.put(g.kind(object), object); late(err) != nil {
			return err
		}
	}
	return nil
}

// put creates an object, or changes the fields that it names.
func (g *gatewright) put(kind *Kind, object Object) error {
	current, err := g.store.Get(kind, object.Namespace(), object.Name())
	if err != nil {
		_, err = g.store.Create(kind, object)
		return err
	}
	current.merge(object)
	_, err = g.store.Update(kind, current)
	return err
}

// isNotGenerated tells what users have written from what Gatewright has made of it.
func isNotGenerated(object Object) bool {
	return object.labels()["app.kubernetes.io/managed-by"] != "gatewright"
}

func items(object Object) []Object { return list(object["items"]) }

func (g *gatewright) kind(object Object) *Kind {
	group, _, found := strings.Cut(object.text("apiVersion"), "/")
	if !found {
		group = ""
	}
	for _, kind := range g.kinds {
		if kind.Name == object.text("kind") && kind.Group == group {
			return kind
		}
	}
	return nil
}

func (g *gatewright) stop() {
	if g.serve == nil {
		return
	}
	_ = g.serve.Process.Signal(syscall.SIGTERM)
	select {
	case <-g.ended:
	case <-time.After(10 * time.Second):
		_ = g.serve.Process.Kill()
	}
}
