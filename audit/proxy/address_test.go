package proxy

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func TestReachOf(t *testing.T) {
	tests := map[reach]string{
		never: `0.0.0.0 0.1.2.3 169.254.169.254 169.254.0.1 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255
			198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 100.100.100.200 168.63.129.16
			:: ::127.0.0.1 ::8.8.8.8 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::a00:1 64:ff9b::808:808 64:ff9b:1::1
			100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:20::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1
			3fff::1 5f00::1 4000::1 fe80::1 fe80::1%eth0 2606:4700::1%eth0 fec0::1 ff02::1 fd00:ec2::254 fd20:ce::254`,
		private: `10.0.0.1 10.255.255.255 127.0.0.1 127.255.255.254 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.127.255.255
			::1 fc00::1 fd12:3456::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:7f00:1`,
		public: `1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 172.15.255.255
			172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255 ::ffff:8.8.8.8
			2606:4700:4700::1111 2001:4860:4860::8888 2a00:1450::1 2003::1`,
	}
	for want, list := range tests {
		for _, text := range strings.Fields(list) {
			if got := reachOf(netip.MustParseAddr(text)); got != want {
				t.Errorf("%s: %d, want %d", text, got, want)
			}
		}
	}
	if reachOf(netip.Addr{}) != never {
		t.Error("no address is reached")
	}
}

func TestTargets(t *testing.T) {
	tests := map[string]string{
		"http://example.com/":                "example.com:80",
		"http://EXAMPLE.com.:8080/":          "example.com:8080",
		"http://xn--bcher-kva.example/":      "xn--bcher-kva.example:80",
		"http://a_b.example/":                "a_b.example:80",
		"http://127.0.0.1./":                 "127.0.0.1:80",
		"http://[::FFFF:7F00:1]/":            "127.0.0.1:80",
		"http://[::1]:3000/":                 "[::1]:3000",
		"http://[fe80::1%25eth0]/":           "[fe80::1%eth0]:80",
		"http://user@example.com/":           "",
		"http://example.com:80@169.254.1.1/": "",
		"http://2130706433/":                 "",
		"http://0x7f000001/":                 "",
		"http://0177.0.0.1/":                 "",
		"http://127.1/":                      "",
		"http://127.0.0.1../":                "",
		"http://0/":                          "",
		"http://a.0x7f/":                     "",
		"http://bücher.example/":             "",
		"http://１２７.0.0.1/":                  "",
		"http://①②⑦.0.0.1/":                  "",
		"http://127。0。0。1/":                  "",
		"http://a%2eb/":                      "",
		"http://a%00b/":                      "",
		"http://./":                          "",
		"http://example.com:0/":              "",
		"http://example.com:65536/":          "",
		"/path":                              "",
		"http:///path":                       "",
		"http://" + strings.Repeat("a", 254): "",
	}
	for text, want := range tests {
		u, err := url.Parse(text)
		got := ""
		if err == nil {
			if x, err := targetOf(u, "80"); err == nil {
				got = x.String()
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestPermits(t *testing.T) {
	p := open(
		t,
		Settings{Allow: []string{"own.test:5432", "stage.test", "127.0.0.1:8080", "[::1]:8080", "10.1.0.0/16"}},
	)
	tests := []struct {
		host string
		port uint16
		at   string
		want bool
	}{
		{"any.test", 80, "8.8.8.8", true},
		{"any.test", 443, "2606:4700::1", true},
		{"any.test", 8443, "8.8.8.8", true},
		{"any.test", 22, "8.8.8.8", false},
		{"any.test", 25, "8.8.8.8", false},
		{"any.test", 6379, "8.8.8.8", false},
		{"any.test", 5432, "8.8.8.8", false},
		{"any.test", 80, "127.0.0.1", false},
		{"own.test", 5432, "127.0.0.1", true},
		{"own.test", 5432, "8.8.8.8", true},
		{"own.test", 80, "127.0.0.1", false},
		{"sub.own.test", 5432, "127.0.0.1", false},
		{"own.test", 5432, "169.254.169.254", false},
		{"stage.test", 443, "192.168.0.9", true},
		{"stage.test", 22, "192.168.0.9", false},
		{"127.0.0.1", 8080, "127.0.0.1", true},
		{"other.test", 8080, "127.0.0.1", false},
		{"::1", 8080, "::1", true},
		{"any.test", 80, "10.1.2.3", true},
		{"any.test", 22, "10.1.2.3", false},
		{"any.test", 80, "10.2.2.3", false},
	}
	for _, tt := range tests {
		if got := p.permits(target{tt.host, tt.port}, netip.MustParseAddr(tt.at)); got != tt.want {
			t.Errorf("%s:%d at %s: %v", tt.host, tt.port, tt.at, got)
		}
	}
	all := open(t, Settings{Allow: []string{"0.0.0.0/0", "::/0", "169.254.169.254:80"}})
	for at, want := range map[string]bool{"192.168.1.1": true, "::1": true, "169.254.169.254": false, "fd00:ec2::254": false} {
		if got := all.permits(target{at, 80}, netip.MustParseAddr(at)); got != want {
			t.Errorf("with everything allowed, %s: %v", at, got)
		}
	}
	if all.permits(target{"127.0.0.1", all.address.Port()}, all.address.Addr()) {
		t.Error("the proxy reaches itself")
	}
}

func TestAllowIsRead(t *testing.T) {
	for _, entry := range []string{"", "own.test:", ":80", "own.test:http", "10.0.0.0/40", "https://own.test", "2130706433", "a b"} {
		if p, err := New(Settings{Allow: []string{entry}}); err == nil {
			p.Close()
			t.Errorf("%q is taken", entry)
		}
	}
}

// FuzzReachOf compares the rule with what netip knows itself, and looks for
// addresses that carry a forbidden one.
func FuzzReachOf(f *testing.F) {
	for _, text := range []string{"127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1", "2606:4700::1", "169.254.169.254"} {
		b, _ := netip.MustParseAddr(text).MarshalBinary()
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, ok := netip.AddrFromSlice(b)
		if !ok {
			return
		}
		got := reachOf(a)
		if got != reachOf(a.Unmap()) || got != reachOf(netip.AddrFrom16(a.As16())) {
			t.Errorf("%s: another spelling is judged otherwise", a)
		}
		if reachOf(a.WithZone("x")) != never && a.Unmap().Is6() {
			t.Errorf("%s: a zone is let through", a)
		}
		u := a.Unmap()
		if got == public && (!u.IsGlobalUnicast() || u.IsPrivate() || u.IsLoopback() || u.IsLinkLocalUnicast()) {
			t.Errorf("%s is public", a)
		}
		if raw := u.As16(); got == public && u.Is6() && (raw[0] == 0 || raw[0] == 0x20 && raw[1] == 2) {
			t.Errorf("%s carries an IPv4 address", a)
		}
	})
}

// FuzzTargets looks for hosts that other programs read as another address.
func FuzzTargets(f *testing.F) {
	for _, host := range []string{"example.com", "2130706433", "0x7f.1", "127.0.0.1.", "[::ffff:7f00:1]", "a@b", "0177.0.0.1:80", "１.1"} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		u, err := url.Parse("http://" + host + "/")
		if err != nil {
			return
		}
		got, err := targetOf(u, "80")
		if err != nil {
			return
		}
		again, err := url.Parse("http://" + got.String() + "/")
		if err == nil {
			second, err := targetOf(again, "80")
			if err != nil || second != got {
				t.Errorf("%q: %v, then %v (%v)", host, got, second, err)
			}
		} else if !strings.Contains(got.host, "%") {
			t.Errorf("%q: %v", host, err)
		}
		if _, err := netip.ParseAddr(got.host); err != nil && numeric(got.host) {
			t.Errorf("%q may be read as a number", got.host)
		}
	})
}

// numeric is what inet_aton may take: labels of digits, or hexadecimal ones.
func numeric(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		if strings.Trim(strings.TrimPrefix(label, "0x"), "0123456789abcdef") != "" || label == "" || label[0] > '9' {
			return false
		}
	}
	return true
}
