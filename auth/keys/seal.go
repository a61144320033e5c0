package keys

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// sealLife is how long a redirect may take to come back.
const sealLife = time.Minute

// Seal signs the parts for a minute. It guards what a redirect carries through
// the browser and back; purpose keeps one use from being taken for another.
func (r Ring) Seal(now time.Time, purpose string, parts ...string) string {
	expires := strconv.FormatInt(now.Add(sealLife).Unix(), 36)
	return expires + "." + r.current().mac("seal "+purpose, append(parts, expires)...)
}

// Sealed reports whether the seal is ours, for these parts, and still fresh.
func (r Ring) Sealed(now time.Time, seal, purpose string, parts ...string) bool {
	expires, mac, _ := strings.Cut(seal, ".")
	until, err := strconv.ParseInt(expires, 36, 64)
	return err == nil && now.Unix() <= until && slices.ContainsFunc(r.roots, func(key rootKey) bool {
		return key.verify(mac, "seal "+purpose, append(slices.Clone(parts), expires)...)
	})
}
