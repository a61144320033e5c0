package policy

import "fmt"

// String is the sentence, where it stands, and why it is not true.
func (f FailedClaim) String() string {
	where := "block " + f.UID
	if f.Policy != "" {
		where = f.Policy + ", " + where
	}
	return fmt.Sprintf("%s: %q is not true: %s", where, f.Says, f.Reason)
}
