package handlers

import (
	"bytes"
	"log/slog"
	"testing"
)

// TestLinesOfConnectionsHoldNoAddress: the privacy policy says that the log has none.
func TestLinesOfConnectionsHoldNoAddress(t *testing.T) {
	before := slog.Default()
	t.Cleanup(func() { slog.SetDefault(before) })
	tests := map[string]string{
		"http: TLS handshake error from 203.0.113.9:4711: EOF":                              "",
		"http: panic serving 203.0.113.9:4711: boom":                                        "http: panic serving a client: boom",
		"http: response.WriteHeader on hijacked connection from [2001:db8::1%eth0]:443 (x)": "http: response.WriteHeader on hijacked connection from a client (x)",
	}
	for line, want := range tests {
		var log bytes.Buffer
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: messageAlone})))
		serverLog().Println(line)
		if got := log.String(); want == "" && got != "" || want != "" && got != "msg=\""+want+"\"\n" {
			t.Errorf("%s: %q", line, got)
		}
	}
}

func messageAlone(_ []string, a slog.Attr) slog.Attr {
	if a.Key != slog.MessageKey {
		return slog.Attr{}
	}
	return a
}
