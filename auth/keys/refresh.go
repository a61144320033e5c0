package keys

import (
	"strconv"
	"strings"

	"github.com/google/uuid"
)

const forRefresh = "refresh"

// SignRefresh returns the refresh token of a session: key id, session, counter and
// their MAC. It is made from the session row alone, so that racing requests get
// the same token.
func (r Ring) SignRefresh(session uuid.UUID, counter int64) string {
	key, number := r.current(), strconv.FormatInt(counter, 10)
	mac := key.mac(forRefresh, key.id, session.String(), number)
	return strings.Join([]string{key.id, session.String(), number, mac}, ".")
}

// ReadRefresh returns the session and counter of a refresh token, or ErrToken. It
// refuses a forgery without asking the database.
func (r Ring) ReadRefresh(token string) (session uuid.UUID, counter int64, err error) {
	parts := strings.Split(token, ".")
	key, found := r.byID(parts[0])
	if len(parts) != 4 || !found || !key.verify(parts[3], forRefresh, parts[:3]...) {
		return uuid.Nil, 0, ErrToken
	}
	session, err1 := uuid.Parse(parts[1])
	counter, err2 := strconv.ParseInt(parts[2], 10, 64)
	if err1 != nil || err2 != nil {
		return uuid.Nil, 0, ErrToken
	}
	return session, counter, nil
}
