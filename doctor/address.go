package doctor

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/prokken/prokken/policy/record"
)

// Address looks whether the site's address leads to a server that signs with our key.
type Address struct {
	URL    string // like https://prokken.com
	Key    string // the id of the key that signs our policies
	Client *http.Client
}

// Name is "base_url".
func (Address) Name() string { return "base_url" }

// Look fetches the keys of the site at the address.
func (a Address) Look(ctx context.Context) Finding {
	keys, err := a.keys(ctx)
	if err != nil {
		return look(fmt.Sprintf("%s does not answer as this program does: %s", a.URL, err),
			"Start the server; then check the DNS, the proxy before it, and that the proxy passes the Host header.")
	}
	if _, ours := keys[a.Key]; !ours {
		return must(a.URL+" answers, but signs with another key than this configuration has",
			"Is auth.secret (PROKKEN_AUTH_SECRET) the one that the server runs with? Is it another server?")
	}
	return good(a.URL + " answers, and signs with our key")
}

func (a Address) keys(ctx context.Context) (record.Keys, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.URL+"/.well-known/policy-keys.json", nil)
	if err != nil {
		return nil, err
	}
	answer, err := a.Client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("it answers %s", answer.Status)
	}
	text, err := readSome(answer.Body)
	if err != nil {
		return nil, err
	}
	return record.ParseKeySet(text)
}

// Certificate looks at the certificate of the site's address, and for how long it is good.
type Certificate struct {
	URL  string
	Now  time.Time
	Dial *tls.Dialer
}

// Name is "certificate".
func (Certificate) Name() string { return "certificate" }

// soon is when a certificate that is renewed by itself should have been: they live for 90 days
// and are renewed a month before their end.
const soon = 14 * 24 * time.Hour

// Look connects to the address and reads the certificate.
func (c Certificate) Look(ctx context.Context) Finding {
	u, err := url.Parse(c.URL)
	if err != nil || u.Scheme != "https" {
		return must("the address is not one of https://", "Set base_url (PROKKEN_BASE_URL).")
	}
	leaf, err := c.end(ctx, u)
	if err != nil {
		return c.refused(err)
	}
	day := leaf.Format(time.DateOnly)
	if left := leaf.Sub(c.Now); left < soon {
		return look("it expires on "+day, "Find out why it was not renewed: browsers refuse the site from that day on.")
	}
	return good("it is valid until " + day)
}

// end is when the certificate ends.
func (c Certificate) end(ctx context.Context, u *url.URL) (time.Time, error) {
	port := u.Port()
	if port == "" {
		port = "443"
	}
	connection, err := c.Dial.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return time.Time{}, err
	}
	defer func() { _ = connection.Close() }() // nothing was sent
	secure, ok := connection.(*tls.Conn)
	if !ok {
		return time.Time{}, errors.New("it is not a TLS connection")
	}
	return secure.ConnectionState().PeerCertificates[0].NotAfter, nil
}

func (Certificate) refused(err error) Finding {
	var wrong *tls.CertificateVerificationError
	if errors.As(err, &wrong) {
		return must("browsers refuse it: "+wrong.Err.Error(), "Renew it, for the host of base_url.")
	}
	return look("it cannot be seen: "+err.Error(), "Start the server, and what holds the certificate before it.")
}
