// Package cluster stands in for a Kubernetes cluster with Gatewright in it. README.md lists what it does and what it
// does not.
package cluster

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/rest"
)

// Settings is what a cluster is made of.
type Settings struct {
	// Gatewright, Envoy and Filter are files; Echo is upstream's echo-basic, built.
	Gatewright, Envoy, Filter, Echo string
	// Definitions is config/crd of the Gateway API's module.
	Definitions string
	// Channel is the release channel of the definitions: standard or experimental.
	Channel string
	// Controller is the controllerName of Gatewright.
	Controller string
	// Network is the beginning of loopback addresses that nobody else uses: 127.86.
	Network string
	// Directory is for files.
	Directory string
}

// Cluster is one that runs.
type Cluster struct {
	// Config leads to its API server.
	Config *rest.Config
	// Mapper knows its kinds.
	Mapper meta.RESTMapper

	store       *Store
	pods        *Kubelet
	controllers *controllers
	gatewright  *gatewright
	api         *http.Server
	done        chan struct{}
	stopped     sync.WaitGroup
}

// Start starts one.
func Start(settings Settings) (*Cluster, error) {
	for _, port := range []string{"80", "443"} {
		address := net.JoinHostPort(settings.Network+".0.1", port)
		listener, err := net.Listen("tcp", address)
		if err != nil {
			return nil, fmt.Errorf("Gateways listen on real ports: %w (be root, have CAP_NET_BIND_SERVICE, or set "+
				"net.ipv4.ip_unprivileged_port_start to 80)", err)
		}
		_ = listener.Close()
	}
	definitions, err := readDefinitions(filepath.Join(settings.Definitions, settings.Channel))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(settings.Directory, 0o700); err != nil {
		return nil, err
	}
	kinds := map[string]*Kind{}
	all := builtIn()
	for _, kind := range all {
		kinds[kind.Plural] = kind
	}
	for _, definition := range definitions {
		all = append(all, kindOf(definition))
	}
	store := newStore(settings.admit)
	for _, definition := range definitions {
		if _, err := store.Create(kinds["customresourcedefinitions"], from(definition)); err != nil {
			return nil, err
		}
	}
	pods := &Kubelet{
		store: store, pod: kinds["pods"], gateway: kindOfGateways(all), network: settings.Network, echo: settings.Echo,
		directory: filepath.Join(settings.Directory, "volumes"), running: map[string]*process{}, ports: os.Getpid() * 31 % 8000,
	}
	gatewright, err := settings.gatewright(store, all)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	cluster := &Cluster{
		Config: &rest.Config{
			Host:          "http://" + listener.Addr().String(),
			ContentConfig: rest.ContentConfig{ContentType: "application/json"},
			// Clients of a stand-in need no rest.
			QPS: 1000, Burst: 1000,
		},
		Mapper: mapperOf(all),
		store:  store,
		pods:   pods,
		controllers: &controllers{
			store: store, deployment: kinds["deployments"], pod: kinds["pods"],
			service: kinds["services"], slice: kinds["endpointslices"],
		},
		gatewright: gatewright,
		api:        &http.Server{Handler: &server{store: store, kinds: all, pods: pods}, ReadHeaderTimeout: time.Minute},
		done:       make(chan struct{}),
	}
	go func() { _ = cluster.api.Serve(listener) }()
	cluster.stopped.Go(cluster.run)
	cluster.stopped.Go(func() { gatewright.deploy(cluster.done) })
	return cluster, nil
}

func kindOfGateways(kinds []*Kind) *Kind {
	for _, kind := range kinds {
		if kind.Name == "Gateway" {
			return kind
		}
	}
	return nil
}

// quiet is how long nothing has to change before controllers look.
const quiet = 20 * time.Millisecond

// again is how long it takes until a Pod that did not start is tried once more.
const again = 200 * time.Millisecond

// run lets all controllers look at the objects whenever some of them changed.
func (c *Cluster) run() {
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	var changed time.Time
	waiting := false
	for {
		select {
		case <-c.done:
			return
		case err := <-c.gatewright.ended:
			panic(fmt.Sprintf("gatewright serve ended: %v", err))
		case <-c.store.changed:
			changed, waiting = time.Now(), true
		case <-ticker.C:
			must(c.gatewright.take())
			if waiting && time.Since(changed) >= quiet {
				c.store.collect()
				must(c.controllers.replicas())
				if waiting = !c.pods.sync(); waiting {
					changed = time.Now().Add(again)
				}
				must(c.controllers.endpoints())
				must(c.gatewright.write())
			}
		}
	}
}

// must ends the program where the stand-in itself fails: nothing that a test says then means anything.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Stop ends all processes.
func (c *Cluster) Stop() {
	close(c.done)
	c.stopped.Wait()
	_ = c.api.Close()
	c.gatewright.stop()
	c.pods.stop()
}
