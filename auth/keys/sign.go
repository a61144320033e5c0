package keys

import "slices"

// Sign signs the parts for one purpose, for as long as the secret is in use. It
// is for what a browser stores; see [Ring.Seal] for what only passes through it.
func (r Ring) Sign(purpose string, parts ...string) string {
	return r.current().mac("sign "+purpose, parts...)
}

// Signed reports whether the signature is ours, for that purpose and these parts.
func (r Ring) Signed(signature, purpose string, parts ...string) bool {
	return slices.ContainsFunc(
		r.roots,
		func(key rootKey) bool { return key.verify(signature, "sign "+purpose, parts...) },
	)
}

// Marks returns keyed hashes of the parts for one purpose, one with each secret that is in
// use, the current one first. They name something without telling what it is.
func (r Ring) Marks(purpose string, parts ...string) []string {
	marks := make([]string, len(r.roots))
	for i, key := range r.roots {
		marks[i] = key.mac("mark "+purpose, parts...)
	}
	return marks
}
