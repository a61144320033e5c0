package proxy

// NoBypass is what a proxy is left aside for: nothing. Without it Chromium goes to
// this machine directly.
const NoBypass = "<-loopback>"

// Flags are what Chromium must be started with so that it knows no way out by itself.
// What it asks on its own account goes to a proxy that is nowhere; each profile names
// the address of the one that is its door. QUIC and WebRTC know no proxy, and there are
// no names to look up. The WebRTC flag is there with its older name, too.
func Flags() map[string]string {
	return map[string]string{
		"proxy-server":                    "http://" + Nobody,
		"proxy-bypass-list":               NoBypass,
		"host-resolver-rules":             "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
		"force-webrtc-ip-handling-policy": "disable_non_proxied_udp",
		"webrtc-ip-handling-policy":       "disable_non_proxied_udp",
		"disable-quic":                    "",
	}
}
