// Package lettertest has examples of every kind of mail, for tests. Start reading at
// [Examples].
package lettertest

import (
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/activity"
)

var (
	link  = letter.Link{Flow: uuid.MustParse("0190a5e0-0000-7000-8000-000000000001")}
	event = letter.Event{
		At:      time.Date(2026, 4, 6, 12, 30, 0, 0, time.UTC),
		Browser: "<b>Firefox</b>", Network: "203.0.113.0/24",
	}
	warning = letter.Warning{Link: link, Event: event}
	moment  = time.Date(2026, 4, 16, 12, 30, 0, 0, time.UTC)

	subscription = letter.Subscription{Subscriber: uuid.MustParse("0190a5e0-0000-7000-8000-000000000002")}
	recipient    = letter.Recipient{Subscription: subscription, Member: true}
	version      = letter.PolicyVersion{Title: "Terms of <b>Service</b>", Slug: "terms", Number: 2}

	price   = letter.Money{Amount: 2900, Currency: "eur"}
	renewal = letter.Renewal{
		Plan: "Studio", At: moment, Price: price, Interval: "month",
		Next:   letter.Money{Amount: 1450, Currency: "eur"},
		Credit: letter.Money{Amount: 500, Currency: "eur"}, TaxBehavior: "exclusive",
	}
)

// Examples returns one mail of every kind, with every field set.
func Examples() []letter.Content {
	return append(append(accounts(), policies()...), billing()...)
}

func accounts() []letter.Content {
	return []letter.Content{
		letter.ConfirmAddress{Link: link},
		letter.AddressTaken{},
		letter.SignUpAgain{},
		letter.ResetPassword{Link: link},
		letter.LoginLink{Link: link},
		letter.ConfirmNewAddress{Link: link},
		letter.AddressChanged{Link: link, Event: event, Address: "new@example.com"},
		letter.AddressIsYours{},
		letter.ExportReady{},
		letter.DeletionAsked{Link: link, EraseAfter: time.Date(2026, 4, 13, 12, 30, 0, 0, time.UTC)},
		letter.AccountErased{},
		letter.RoleChanged{Admin: true},
		letter.SessionReused{Warning: warning},
		letter.NewDevice{Warning: warning},
		letter.ManyFailures{Link: link, At: event.At},
		letter.WrongCodes{Warning: warning},
		letter.PasswordChanged{Warning: warning},
		letter.AddressAsked{Warning: warning, Address: "new@example.com"},
		letter.FactorChanged{Warning: warning, Action: activity.TOTPAdded},
		letter.FactorsRemoved{Link: link},
		letter.RecoveryUsed{Warning: warning},
	}
}

func policies() []letter.Content {
	return []letter.Content{
		letter.ConfirmSubscription{Subscription: subscription},
		letter.AlreadySubscribed{Subscription: subscription},
		letter.PolicyChanged{
			Recipient: recipient, PolicyVersion: version,
			Version: uuid.MustParse("0190a5e0-0000-7000-8000-000000000003"),
			Summary: "Shorter & clearer.", Before: 1, EffectiveAt: moment.Add(-6 * time.Hour), AsksAgain: true,
			Lost: []string{"“We set <b>two</b> cookies.”", "“No one else sets one.”"},
		},
		letter.PolicyWithdrawn{Recipient: recipient, PolicyVersion: version},
		letter.AuditFound{
			Audit:    uuid.MustParse("0190a5e0-0000-7000-8000-000000000005"),
			Count:    7,
			Findings: []string{"The cookie <b>a</b> is not declared.", "The cookie b is not declared."},
		},
		letter.SiteDrifted{
			Site: "shop-example-abcde", Name: "The <b>Shop</b>", Count: 7, ShowsAt: moment,
			Findings: []string{"shop.example set the cookie <b>a</b>, which the policy does not declare."},
		},
		letter.SitesPause{Sites: []string{"The <b>Shop</b> (shop.example)", "blog.example (blog.example)"}, Count: 3, Limit: 1, At: moment},
	}
}

func billing() []letter.Content {
	const invoice = "https://invoice.stripe.com/i/1"
	return []letter.Content{
		letter.Receipt{What: "Studio, a <b>month</b>", Number: "PRO-0001", Paid: price, URL: invoice},
		letter.PaymentFailed{What: "Studio, a <b>month</b>", Due: price, URL: invoice, NextAttemptAt: moment},
		letter.Refunded{Refunded: letter.Money{Amount: 900, Currency: "eur"}, Charged: price},
		letter.PlanCancelled{Plan: "Studio", EndsAt: moment, Owed: price},
		letter.PaymentUnderWay{What: "Studio, a month", Due: price},
		letter.PaymentToConfirm{What: "Studio, a month", Due: price, URL: invoice},
		letter.PlanEnded{Plan: "Studio"},
		letter.TrialRefused{Plan: "Studio"},
		letter.TrialBegun{Renewal: renewal},
		letter.TrialEnding{Renewal: renewal},
		letter.RenewalAhead{Renewal: renewal},
		letter.CardExpiring{Plan: "Studio", Last4: "4242"},
		letter.BillingAlert{
			Alert: "dispute", Note: "The customer disputes the charge ch_1 of $9.",
			Customer: uuid.MustParse("0190a5e0-0000-7000-8000-000000000004"),
		},
	}
}
