package observe

import (
	"slices"
	"time"

	"github.com/prokken/prokken/audit/report"
)

// Observations are what the journeys saw, one thing once.
type Observations struct {
	c    table[cookieKey, report.Cookie]
	s    table[storedKey, report.Stored]
	q    table[requestKey, report.Request]
	lost int // how many things there was no room for
	odd  map[string]int
}

// Cookies are the cookies, in the order in which they were first seen.
func (all *Observations) Cookies() []report.Cookie { return all.c.all() }

// CountWith is how many cookies there are with those of a journey that is not over.
func (all *Observations) CountWith(rec *Recorder) int { return len(all.keysWith(rec)) }

// maxNames is how many cookies are named while an audit goes on.
const maxNames = 50

// NamesWith are the names of the cookies that were seen so far, in their order, with what the
// recorder of the journey at hand has: as many as are told while an audit goes on.
func (all *Observations) NamesWith(rec *Recorder) []string {
	var names []string
	for _, key := range all.keysWith(rec) {
		if len(names) < maxNames && !slices.Contains(names, key.name) {
			names = append(names, key.name)
		}
	}
	return names
}

// keysWith are the keys of all cookies, those that the page at hand has just set last.
func (all *Observations) keysWith(rec *Recorder) []cookieKey {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	var keys []cookieKey
	isKnown := map[cookieKey]bool{}
	add := func(key cookieKey) {
		if !isKnown[key] {
			isKnown[key] = true
			keys = append(keys, key)
		}
	}
	for _, c := range slices.Concat(all.c.order, rec.cookies.order) {
		add(cookieKey{c.Name, c.Domain, c.Path})
	}
	for _, key := range rec.arriving(time.Now()) {
		add(key)
	}
	return keys
}

// Stored is what was kept besides cookies.
func (all *Observations) Stored() []report.Stored { return all.s.all() }

// Requests are those to other sites.
func (all *Observations) Requests() []report.Request { return all.q.all() }

// Add takes in what one journey saw.
func (all *Observations) Add(rec *Recorder) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	for _, c := range rec.cookies.order {
		all.addCookie(*c)
	}
	for _, s := range rec.stored.order {
		if known := all.s.get(storedKey{s.Kind, s.Origin, s.Key}, func() report.Stored { return report.Stored{Kind: s.Kind, Origin: s.Origin, Key: s.Key} }); known != nil {
			known.Size, known.Seen = max(known.Size, s.Size), bothSeen(known.Seen, s.Seen)
		}
	}
	for _, q := range rec.requests.order {
		fresh := func() report.Request {
			return report.Request{Host: q.Host, URL: q.URL, Kind: q.Kind, Beacon: q.Beacon, Blocked: true}
		}
		if known := all.q.get(requestKey{q.Host, q.Kind}, fresh); known != nil {
			known.Count, known.Blocked, known.Seen = known.Count+q.Count, known.Blocked &&
				q.Blocked, bothSeen(
				known.Seen,
				q.Seen,
			)
			known.Carries = bothNames(known.Carries, q.Carries)
		}
	}
	all.addOdd(rec)
}

func (all *Observations) addCookie(c report.Cookie) {
	known := all.c.get(cookieKey{c.Name, c.Domain, c.Path}, func() report.Cookie {
		fresh := c
		fresh.Seen = nil
		return fresh
	})
	if known != nil {
		seen := bothSeen(known.Seen, c.Seen)
		known.Merge(c)
		known.Seen = seen
	}
}

// bothSeen are the places of two journeys: some begin as the same anonymous visitor.
func bothSeen(list, more []report.Where) []report.Where {
	for _, w := range more {
		list = seenAt(list, w)
	}
	return list
}

// bothNames are the names of both lists, each once.
func bothNames(list, more []string) []string {
	for _, name := range more {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// addOdd counts what a site does that nobody likes.
func (all *Observations) addOdd(rec *Recorder) {
	if all.odd == nil {
		all.odd = map[string]int{}
	}
	all.odd["dialog"] += rec.dialogs
	all.odd["window"] += rec.windows
	all.lost += rec.cookies.over + rec.stored.over + rec.requests.over
}

// Notes tell what is worth to know and no finding.
func (all *Observations) Notes() []string {
	var notes []string
	if n := all.odd["dialog"]; n > 0 {
		notes = append(notes, "Pages opened "+report.Quantity(n, "dialog")+"; the audit closed each.")
	}
	if n := all.odd["window"]; n > 0 {
		notes = append(notes, "Pages tried to open "+report.Quantity(n, "window")+"; the audit opened none.")
	}
	if all.lost > 0 {
		notes = append(
			notes,
			"There was more than a report can hold: "+report.Quantity(all.lost, "thing")+" were left out.",
		)
	}
	return notes
}

// IsCut reports whether there was no room for something.
func (all *Observations) IsCut() bool { return all.lost > 0 }
