package proxy

// Flags are what Chromium must be started with so that it knows no other way out.
// Without the bypass list it goes to this machine directly; QUIC and WebRTC know
// no proxy; and it has no names to look up itself. The WebRTC flag is there with
// its older name, too.
func (p *Proxy) Flags() map[string]string {
	return map[string]string{
		"proxy-server":                    "http://" + p.Address(),
		"proxy-bypass-list":               "<-loopback>",
		"host-resolver-rules":             "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
		"force-webrtc-ip-handling-policy": "disable_non_proxied_udp",
		"webrtc-ip-handling-policy":       "disable_non_proxied_udp",
		"disable-quic":                    "",
	}
}
