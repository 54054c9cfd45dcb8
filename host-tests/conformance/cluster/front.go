package cluster

import (
	"io"
	"net"
	"sync"
	"time"
)

// front is the network of a Pod: what arrives at its address goes to its container, and what becomes of a connection
// on one side becomes of it on the other.
type front struct {
	mutex sync.Mutex
	open  map[io.Closer]bool
	ended bool
}

// carryConnections carries connections from one address to another.
func (f *front) carryConnections(from, to string) error {
	listener, err := net.Listen("tcp", from)
	if err != nil {
		return err
	}
	f.keep(listener)
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go f.carry(client.(*net.TCPConn), to)
		}
	}()
	return nil
}

func (f *front) carry(client *net.TCPConn, to string) {
	if !f.keep(client) {
		return
	}
	defer f.drop(client)
	connection, err := net.Dial("tcp", to)
	if err != nil {
		reset(client)
		return
	}
	server := connection.(*net.TCPConn)
	if !f.keep(server) {
		return
	}
	defer f.drop(server)
	var both sync.WaitGroup
	both.Go(func() { pass(client, server) })
	both.Go(func() { pass(server, client) })
	both.Wait()
}

// pass carries one direction. An end is passed on as an end, and anything else as a reset.
func pass(from, to *net.TCPConn) {
	if _, err := io.Copy(to, from); err != nil {
		reset(from)
		reset(to)
		return
	}
	_ = to.CloseWrite()
}

func reset(connection *net.TCPConn) {
	_ = connection.SetLinger(0)
	_ = connection.Close()
}

// carryDatagrams carries datagrams there and their answers back, with a socket for each client.
func (f *front) carryDatagrams(from, to string) error {
	socket, err := net.ListenPacket("udp", from)
	if err != nil {
		return err
	}
	f.keep(socket)
	go func() {
		servers := map[string]net.Conn{}
		buffer := make([]byte, 1<<16)
		for {
			size, client, err := socket.ReadFrom(buffer)
			if err != nil {
				return
			}
			server, found := servers[client.String()]
			if !found {
				if server, err = net.Dial("udp", to); err != nil {
					continue
				}
				f.keep(server)
				servers[client.String()] = server
				go f.answer(socket, client, server)
			}
			_, _ = server.Write(buffer[:size])
		}
	}()
	return nil
}

func (f *front) answer(socket net.PacketConn, client net.Addr, server net.Conn) {
	buffer := make([]byte, 1<<16)
	for {
		size, err := server.Read(buffer)
		if err != nil {
			if f.isOpen(server) {
				// Nobody listens yet: the datagram is lost, as it would be elsewhere.
				time.Sleep(time.Millisecond)
				continue
			}
			return
		}
		_, _ = socket.WriteTo(buffer[:size], client)
	}
}

func (f *front) keep(socket io.Closer) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.ended {
		_ = socket.Close()
		return false
	}
	if f.open == nil {
		f.open = map[io.Closer]bool{}
	}
	f.open[socket] = true
	return true
}

func (f *front) isOpen(socket io.Closer) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.open[socket]
}

func (f *front) drop(socket io.Closer) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	delete(f.open, socket)
	_ = socket.Close()
}

func (f *front) close() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.ended = true
	for socket := range f.open {
		_ = socket.Close()
	}
	f.open = nil
}
