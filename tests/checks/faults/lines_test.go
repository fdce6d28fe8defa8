package faults

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"testing"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// line is the way to a server at the level of TCP, on which a fault lies.
type line struct{ proxy *toxiproxy.Proxy }

// newLine leads to the server at upstream; its address takes the place of the
// server's.
func newLine(t *testing.T, upstream string) line {
	t.Helper()
	u, err := url.Parse(upstream)
	if err != nil {
		t.Fatal(err)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	l := line{toxiproxy.NewProxy(server, u.Host, "127.0.0.1:0", u.Host)}
	if err := l.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.proxy.Stop)
	return l
}

// url is the address of the line's near end.
func (l line) url() string { return "http://" + l.proxy.Listen }

// spoil puts a toxic on what the server sends; its types and attributes are
// those of https://github.com/Shopify/toxiproxy#toxics.
func (l line) spoil(t *testing.T, kind string, attributes map[string]any) line {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"type": kind, "stream": "downstream", "attributes": attributes})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.proxy.Toxics.AddToxicJson(bytes.NewReader(raw)); err != nil {
		t.Fatal(err)
	}
	return l
}

// nobody is an address at which nobody listens.
func nobody(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprintf("http://%s", l.Addr())
}
