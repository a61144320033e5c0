package report

import "slices"

// LoggedIn reports whether somebody was logged in, and all of that was seen.
func (r Report) LoggedIn() bool {
	i := slices.IndexFunc(r.Journeys, func(j Journey) bool { return j.Name == Member })
	return i >= 0 && !r.Journeys[i].Needless && r.gapIn(Member) == ""
}

// WithoutMembers is what the report holds of those who did not log in.
func (r Report) WithoutMembers() Report {
	r.Journeys = slices.DeleteFunc(slices.Clone(r.Journeys), func(j Journey) bool { return j.Name == Member })
	r.Cookies = slices.DeleteFunc(slices.Clone(r.Cookies), func(c Cookie) bool { return isOfMembers(c.Seen) })
	r.Stored = slices.DeleteFunc(slices.Clone(r.Stored), func(s Stored) bool { return isOfMembers(s.Seen) })
	r.Requests = slices.DeleteFunc(slices.Clone(r.Requests), func(q Request) bool { return isOfMembers(q.Seen) })
	return r
}

// isOfMembers reports whether members alone saw it.
func isOfMembers(seen []Where) bool {
	return len(seen) > 0 && !slices.ContainsFunc(seen, func(w Where) bool { return w.Journey != Member })
}
