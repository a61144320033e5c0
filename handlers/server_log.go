package handlers

import (
	"bytes"
	"log"
	"log/slog"
	"regexp"
)

// serverLog takes what net/http says of connections. What strangers cause is not worth a line: a
// handshake that fails, as those of scanners do. No line holds an address.
func serverLog() *log.Logger { return log.New(connectionLines{}, "", 0) }

type connectionLines struct{}

var clientAddress = regexp.MustCompile(`(\d+\.\d+\.\d+\.\d+|\[[0-9A-Fa-f:.%\w]+\]):\d+`)

// Write implements [io.Writer]; each call is one line.
func (connectionLines) Write(line []byte) (int, error) {
	if !bytes.HasPrefix(line, []byte("http: TLS handshake error")) {
		slog.Warn(string(clientAddress.ReplaceAll(bytes.TrimSpace(line), []byte("a client"))))
	}
	return len(line), nil
}
