package mail

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	"github.com/wneessen/go-mail"
)

// dialWithin connects so that the whole talk ends within the limit, whatever the mail server does:
// the library gives each step a time of its own. secure is nil where TLS does not come first.
func dialWithin(limit time.Duration, secure *tls.Config) mail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		end := time.Now().Add(limit)
		ctx, cancel := context.WithDeadline(ctx, end)
		defer cancel()
		plain, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		bounded := untilEnd{plain, end}
		if secure == nil {
			return bounded, bounded.SetDeadline(end)
		}
		return shakeHands(ctx, tls.Client(bounded, secure))
	}
}

func shakeHands(ctx context.Context, connection *tls.Conn) (net.Conn, error) {
	if err := connection.HandshakeContext(ctx); err != nil {
		_ = connection.Close() // it cannot be used
		return nil, err
	}
	return connection, nil
}

// untilEnd is a connection none of whose deadlines is later than its end.
type untilEnd struct {
	net.Conn
	end time.Time
}

// SetDeadline implements [net.Conn].
func (u untilEnd) SetDeadline(t time.Time) error { return u.Conn.SetDeadline(u.earlier(t)) }

// SetReadDeadline implements [net.Conn].
func (u untilEnd) SetReadDeadline(t time.Time) error { return u.Conn.SetReadDeadline(u.earlier(t)) }

// SetWriteDeadline implements [net.Conn].
func (u untilEnd) SetWriteDeadline(t time.Time) error { return u.Conn.SetWriteDeadline(u.earlier(t)) }

func (u untilEnd) earlier(t time.Time) time.Time {
	if t.IsZero() || t.After(u.end) {
		return u.end
	}
	return t
}
