package cluster

import (
	"fmt"
	"net"

	"github.com/miekg/dns"
)

// nameServer stands in for the image coredns: it answers every question as CoreDNS' plugin whoami does, with the
// address and the port of whoever asks.
type nameServer struct{ server *dns.Server }

func serveNames(address string, say func(string)) (*nameServer, error) {
	socket, err := net.ListenPacket("udp", address)
	if err != nil {
		return nil, err
	}
	server := &dns.Server{PacketConn: socket, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, question *dns.Msg) {
		answer := new(dns.Msg)
		answer.SetReply(question)
		answer.Authoritative = true
		if client, found := w.RemoteAddr().(*net.UDPAddr); found && len(question.Question) > 0 {
			name := question.Question[0].Name
			answer.Extra = []dns.RR{
				&dns.A{Hdr: dns.RR_Header{Name: name, Rrtype: dns.TypeA, Class: dns.ClassINET}, A: client.IP},
				&dns.SRV{
					Hdr:    dns.RR_Header{Name: "_udp." + name, Rrtype: dns.TypeSRV, Class: dns.ClassINET},
					Port:   uint16(client.Port),
					Target: ".",
				},
			}
			say(fmt.Sprintf("%s asked for %s", client, name))
		}
		_ = w.WriteMsg(answer)
	})}
	go func() { _ = server.ActivateAndServe() }()
	return &nameServer{server}, nil
}

func (n *nameServer) stop() { _ = n.server.Shutdown() }
