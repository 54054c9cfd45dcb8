// Package conformance runs upstream's conformance suite of the Gateway API against Gatewright. `cargo xtask conformance`
// builds what it needs and says where it is.
package conformance

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	clientset "k8s.io/client-go/kubernetes"
	clientscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
	"sigs.k8s.io/gateway-api/apis/v1alpha2"
	"sigs.k8s.io/gateway-api/apis/v1alpha3"
	"sigs.k8s.io/gateway-api/apis/v1beta1"
	xv1alpha1 "sigs.k8s.io/gateway-api/apisx/v1alpha1"
	"sigs.k8s.io/gateway-api/conformance"
	confv1 "sigs.k8s.io/gateway-api/conformance/apis/v1"
	"sigs.k8s.io/gateway-api/conformance/utils/config"
	"sigs.k8s.io/gateway-api/conformance/utils/flags"
	"sigs.k8s.io/gateway-api/conformance/utils/suite"

	"gatewright/conformance/cluster"
)

const (
	gatewayClass = "gatewright"
	controller   = "gatewright.dev/gateway-controller"
)

var (
	gatewright = flag.String("gatewright", "", "the program gatewright")
	envoy      = flag.String("envoy", "", "an Envoy")
	filter     = flag.String("filter", "", "the filter's module")
	channel    = flag.String("channel", "experimental", "the release channel whose CustomResourceDefinitions are installed")
	network    = flag.String("network", "127.86", "the beginning of loopback addresses that nobody else uses")
	directory  = flag.String("directory", "", "where files of the run go")
	version    = flag.String("gatewright-version", "", "what the report says of gatewright")
)

func TestConformance(t *testing.T) {
	log.SetLogger(zap.New(zap.WriteTo(os.Stderr)))
	running, err := cluster.Start(cluster.Settings{
		Gatewright:  *gatewright,
		Envoy:       *envoy,
		Filter:      *filter,
		Echo:        buildEcho(t),
		Definitions: filepath.Join(moduleDirectory(t, "sigs.k8s.io/gateway-api"), "config/crd"),
		Channel:     *channel,
		Controller:  controller,
		Network:     *network,
		Directory:   *directory,
	})
	if err != nil {
		t.Fatalf("no cluster: %v", err)
	}
	t.Cleanup(running.Stop)

	scheme := schemeOfAll()
	options := client.Options{Scheme: scheme, Mapper: running.Mapper}
	kubernetes, err := client.New(running.Config, options)
	if err != nil {
		t.Fatal(err)
	}
	pods, err := clientset.NewForConfig(running.Config)
	if err != nil {
		t.Fatal(err)
	}
	install(t, kubernetes)

	ip := gatewayv1.IPAddressType
	asked := suite.ConfigurableOptions{
		GatewayClassName:     gatewayClass,
		CleanupBaseResources: true,
		CleanupTestResources: true,
		TimeoutConfig:        config.DefaultTimeoutConfig(),
		ReportOutputPath:     filepath.Join(*directory, "report.yaml"),
		ConformanceProfiles: []suite.ConformanceProfileName{
			suite.GatewayHTTPConformanceProfileName,
			suite.GatewayGRPCConformanceProfileName,
			suite.GatewayTLSConformanceProfileName,
			suite.GatewayTCPConformanceProfileName,
			suite.GatewayUDPConformanceProfileName,
		},
		Implementation: confv1.Implementation{
			Organization: "gatewright",
			Project:      "gatewright",
			URL:          "https://gatewright.dev",
			Version:      *version,
			Contact:      []string{"https://gatewright.dev"},
		},
		UsableNetworkAddresses:   []gatewayv1.GatewaySpecAddress{{Type: &ip, Value: *network + ".200.1"}},
		UnusableNetworkAddresses: []gatewayv1.GatewaySpecAddress{{Type: &ip, Value: "10.255.255.1"}},
	}
	// Upstream's own flags.
	flags.ApplyAll(&asked)
	conformance.RunConformanceWithOptions(t, suite.ConformanceOptions{
		Client:              kubernetes,
		ClientOptions:       options,
		Clientset:           pods,
		RestConfig:          running.Config,
		ManifestFS:          []fs.FS{&conformance.Manifests},
		ConfigurableOptions: asked,
	})
}

// install does what the installation of a controller does, and waits until it says what it supports.
func install(t *testing.T, kubernetes client.Client) {
	class := &gatewayv1.GatewayClass{
		ObjectMeta: metav1.ObjectMeta{Name: gatewayClass},
		Spec:       gatewayv1.GatewayClassSpec{ControllerName: controller},
	}
	if err := kubernetes.Create(context.Background(), class); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); len(class.Status.SupportedFeatures) == 0; {
		if time.Now().After(deadline) {
			t.Fatalf("the GatewayClass has no supportedFeatures: %+v", class.Status)
		}
		time.Sleep(20 * time.Millisecond)
		if err := kubernetes.Get(context.Background(), client.ObjectKeyFromObject(class), class); err != nil {
			t.Fatal(err)
		}
	}
}

func schemeOfAll() *runtime.Scheme {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		clientscheme.AddToScheme, apiextensionsv1.AddToScheme, gatewayv1.Install, v1beta1.Install, v1alpha2.Install,
		v1alpha3.Install, xv1alpha1.Install,
	} {
		utilruntime.Must(add(scheme))
	}
	return scheme
}

// buildEcho builds upstream's backend from the module of the suite.
func buildEcho(t *testing.T) string {
	program := filepath.Join(*directory, "echo-basic")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, "sigs.k8s.io/gateway-api/conformance/echo-basic")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("cannot build echo-basic: %v\n%s", err, output)
	}
	return program
}

func moduleDirectory(t *testing.T, module string) string {
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module)
	output, err := list.Output()
	if err != nil {
		t.Fatalf("cannot find the module %s: %v", module, err)
	}
	return string(output[:len(output)-1])
}
