package letter

import (
	"time"

	"github.com/google/uuid"
)

// ConfirmSubscription asks an address whether it wants mails about changed policies.
type ConfirmSubscription struct {
	Subscription
}

// Kind names the mail in the database.
func (ConfirmSubscription) Kind() Kind { return "confirm_subscription" }

// AlreadySubscribed tells a subscriber who asked again that nothing was changed.
type AlreadySubscribed struct {
	Subscription
}

// Kind names the mail in the database.
func (AlreadySubscribed) Kind() Kind { return "already_subscribed" }

// Recipient is embedded by mails that go to subscribers and to members; one person can
// be both.
type Recipient struct {
	Subscription
	Member bool `json:"member,omitzero"`
}

// PolicyVersion is embedded by a mail about a published version of a policy.
type PolicyVersion struct {
	Title  string `json:"title"`
	Slug   string `json:"slug"`
	Number int64  `json:"number"`
}

// PolicyChanged tells that a new version is published.
type PolicyChanged struct {
	Recipient
	PolicyVersion
	Version     uuid.UUID `json:"version"` // printed nowhere: the mail is pointless once the version is withdrawn
	Summary     string    `json:"summary"`
	Before      int64     `json:"before,omitzero"`       // the version to compare it with; 0 for a first one
	EffectiveAt time.Time `json:"effective_at,omitzero"` // zero for a version that is in effect
	AsksAgain   bool      `json:"asks_again,omitzero"`   // members have to agree to it
	Lost        []string  `json:"lost,omitzero"`         // sentences of which less is checked than before
}

// Kind names the mail in the database.
func (PolicyChanged) Kind() Kind { return "policy_changed" }

// PolicyWithdrawn tells that a published version will not take effect.
type PolicyWithdrawn struct {
	Recipient
	PolicyVersion
}

// Kind names the mail in the database.
func (PolicyWithdrawn) Kind() Kind { return "policy_withdrawn" }
