package cluster

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// process is the container of a Pod.
type process struct {
	command *exec.Cmd
	dns     *nameServer
	front   *front
	ended   chan struct{}

	mutex sync.Mutex
	lines []line
}

type line struct {
	at   time.Time
	text string
}

// port is one that a server can be told, by the variable of its environment.
type port struct {
	variable string
	usual    int
	// Only where the container has a certificate.
	secure bool
	udp    bool
}

// portsOf is upstream's contract: which server an echo-basic is, and where it listens.
func portsOf(environment map[string]string) []port {
	switch {
	case environment["GRPC_ECHO_SERVER"] != "":
		return []port{{variable: "HTTP_PORT", usual: 3000}, {variable: "HTTPS_PORT", usual: 8443, secure: true}}
	case environment["TCP_ECHO_SERVER"] != "":
		return []port{{variable: "TCP_PORT", usual: 3000}, {variable: "TLS_PORT", usual: 8443, secure: true}}
	case environment["UDP_ECHO_SERVER"] != "":
		return []port{{variable: "UDP_PORT", usual: 8080, udp: true}}
	}
	return []port{
		{variable: "HTTP_PORT", usual: 3000},
		{variable: "H2C_PORT", usual: 3001},
		{variable: "HTTPS_PORT", usual: 8443, secure: true},
	}
}

// await waits until a server accepts connections, as a probe of readiness would.
func (p *process) await(address string) error {
	deadline := time.Now().Add(20 * time.Second)
	for {
		connection, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			return connection.Close()
		}
		if time.Now().After(deadline) {
			return err
		}
		select {
		case <-p.ended:
			return fmt.Errorf("the container ended: %s", strings.Join(p.since(time.Time{}), "; "))
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func (p *process) follow(output io.ReadCloser) {
	defer output.Close()
	scanner := bufio.NewScanner(output)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		p.say(scanner.Text())
	}
	_ = p.command.Wait()
	close(p.ended)
}

func (p *process) say(text string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.lines = append(p.lines, line{time.Now(), text})
}

func (p *process) since(when time.Time) []string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var texts []string
	for _, line := range p.lines {
		if !line.at.Before(when) {
			texts = append(texts, line.text)
		}
	}
	return texts
}

func (p *process) stop() {
	p.front.close()
	if p.dns != nil {
		p.dns.stop()
	}
	if p.command != nil {
		_ = p.command.Process.Kill()
	}
}
