package config

import (
	"net"
	"time"
)

// maxDrain is shorter than what kills a server that does not stop.
const maxDrain = time.Minute

func (c Config) checkMetrics() error {
	m := c.Metrics
	if _, port, err := net.SplitHostPort(m.Address); m.Address != "" && (err != nil || port == "") {
		return wrong("metrics.address", "%q is not like 127.0.0.1:9090", m.Address)
	}
	if c.InProduction() && m.Token != "" && len(m.Token) < shortestSecret {
		return wrong("metrics.token", "32 characters or more; `openssl rand -base64 48` makes a good one")
	}
	return nil
}

func (c Config) checkDrain() error {
	if c.HTTP.Drain < 0 || c.HTTP.Drain > maxDrain {
		return wrong("http.drain", "between 0s and %v", maxDrain)
	}
	return nil
}
