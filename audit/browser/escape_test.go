package browser

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/prokken/prokken/audit/proxy"
)

// escapes tries every way out that a page has: %[1]s is what it must not reach.
const escapes = `<!doctype html><script>
for (const u of ["http://%[1]s/", "http://localhost:%[2]s/", "http://a.localhost:%[2]s/", "http://2130706433:%[2]s/", "http://[::ffff:127.0.0.1]:%[2]s/",
	"http://169.254.169.254/", "https://%[1]s/", "http://tracker.test/asked"]) fetch(u, { mode: "no-cors" }).catch(() => {})
new WebSocket("ws://%[1]s/")
navigator.sendBeacon("http://%[1]s/", "x")
new Image().src = "http://tracker.test/redirect"
try { new WebTransport("https://%[1]s/").ready.catch(() => {}) } catch {}
const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:%[1]s" }, { urls: ["turn:%[1]s", "turn:%[1]s?transport=tcp"], username: "a", credential: "b" }] })
peer.createDataChannel("x")
peer.createOffer().then((offer) => peer.setLocalDescription(offer))
</script>`

// TestNothingEscapes: a profile goes through its own proxy, whatever a page tries.
func TestNothingEscapes(t *testing.T) {
	inside, touched := insideOf(t)
	_, port, _ := net.SplitHostPort(inside)
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.Host + r.URL.Path {
		case "shop.test/":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, escapes, inside, port)
		case "tracker.test/redirect":
			http.Redirect(w, r, "http://"+inside+"/redirected", http.StatusFound)
		}
	})
	s.address = &url.URL{Scheme: "http", Host: "shop.test"}
	tab := s.open(t)
	if page := tab.Visit("http://shop.test/"); page.Status != http.StatusOK {
		t.Fatalf("%+v", page)
	}
	tab.Stop()
	if n := touched.Load(); n > 0 {
		t.Errorf("it was outside %d times", n)
	}
	for _, name := range []string{"127.0.0.1", "localhost", "a.localhost", "169.254.169.254"} {
		if h := s.asked(name); h.Refused == 0 || h.Refused != h.Asked {
			t.Errorf("%s: %+v", name, h)
		}
	}
	if h := s.asked("tracker.test"); h.Asked == 0 || h.Refused > 0 || h.Received == 0 {
		t.Errorf("tracker: %+v", h)
	}
}

// asked is what the proxy says of the host.
func (s *site) asked(name string) proxy.Host {
	all := s.door.Hosts()
	i := slices.IndexFunc(all, func(h proxy.Host) bool { return h.Name == name })
	if i < 0 {
		return proxy.Host{}
	}
	return all[i]
}

// insideOf is an address that must not be reached by TCP or UDP, and a count of
// how often it was.
func insideOf(t *testing.T) (string, *atomic.Int32) {
	t.Helper()
	var touched atomic.Int32
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	udp, err := net.ListenPacket("udp", tcp.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tcp.Close(); udp.Close() })
	go func() {
		for c, err := tcp.Accept(); err == nil; c, err = tcp.Accept() {
			touched.Add(1)
			c.Close()
		}
	}()
	go func() {
		for _, _, err := udp.ReadFrom(make([]byte, 2000)); err == nil; _, _, err = udp.ReadFrom(make([]byte, 2000)) {
			touched.Add(1)
		}
	}()
	return tcp.Addr().String(), &touched
}
