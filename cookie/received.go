package cookie

import (
	"net/http"
	"slices"
	"strings"
)

// Received is a cookie that a request carried. Its value is left where it is.
// The name is as the browser sent it, and can hold any bytes; "" for a cookie
// that has none.
type Received struct {
	Name  string
	Times int
}

// ReceivedFrom are the cookies of a request, each name once, in the order in
// which they came. Unlike [Get] it also finds what no server could have set.
func ReceivedFrom(r *http.Request) []Received {
	var all []Received
	at := map[string]int{}
	for _, line := range r.Header["Cookie"] {
		for pair := range strings.SplitSeq(line, ";") {
			name, found := nameOf(pair)
			if !found {
				continue
			}
			if i, again := at[name]; again {
				all[i].Times++
				continue
			}
			at[name] = len(all)
			all = append(all, Received{name, 1})
		}
	}
	return all
}

// All are the values that the browser sent under that name, each once, in the order in which
// they came, however many cookies stand before them. One name can have several: another
// host of the domain, or a longer path, has cookies of its own, and requests carry the name
// alone.
func All(r *http.Request, name Name) []string {
	var all []string
	for _, line := range r.Header["Cookie"] {
		for pair := range strings.SplitSeq(line, ";") {
			got, value, _ := strings.Cut(strings.Trim(pair, " \t"), "=")
			if got == string(name) && value != "" && !slices.Contains(all, value) && len(all) < maxValues {
				all = append(all, value)
			}
		}
	}
	return all
}

// maxValues bounds the values of one name: more than browsers keep for a host.
const maxValues = 4000

// Get is the first value that the browser sent; "" if it sent none.
func Get(r *http.Request, name Name) string {
	if all := All(r, name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// isDoubled reports whether a cookie of a log-in came more than once.
func isDoubled(r *http.Request) bool {
	return slices.ContainsFunc(ReceivedFrom(r), func(got Received) bool {
		return got.Times > 1 && (got.Name == string(Access) || got.Name == string(Refresh))
	})
}

// nameOf: what stands without "=" is the value of a cookie without a name (RFC
// 6265bis, section 5.4).
func nameOf(pair string) (name string, found bool) {
	pair = strings.Trim(pair, " \t")
	name, _, named := strings.Cut(pair, "=")
	if !named {
		name = ""
	}
	return strings.Trim(name, " \t"), pair != ""
}
