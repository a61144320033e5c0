package auth

import "slices"

// Sign signs the parts for one purpose, for as long as the secret is in use. It
// is for what a browser keeps; see [Keys.Seal] for what only passes through it.
func (k Keys) Sign(purpose string, parts ...string) string {
	return k.current().mac("sign "+purpose, parts...)
}

// Signed reports whether the signature is ours, for that purpose and these parts.
func (k Keys) Signed(signature, purpose string, parts ...string) bool {
	return slices.ContainsFunc(k.ring, func(key rootKey) bool { return key.verify(signature, "sign "+purpose, parts...) })
}
