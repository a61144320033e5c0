package cookie

import (
	"net/http"
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
