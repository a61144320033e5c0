package models_test

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/outbox"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/models/subscribers"
	"github.com/prokken/prokken/models/throttles"
	"github.com/prokken/prokken/models/users"
)

// checkStructs reads each table through its struct's columns.
func checkStructs(ctx context.Context, db *models.DB) error {
	var problems []error
	for _, model := range []any{
		&users.User{}, &sessions.Session{}, &flows.Flow{}, &sites.Site{}, &sites.Address{}, &sites.Change{},
		&policies.Policy{}, &policies.Version{},
		&payments.Customer{}, &payments.Subscription{}, &payments.SubscriptionRate{}, &payments.Checkout{},
		&payments.StripeEvent{}, &outbox.Mail{},
		&payments.Invoice{}, &payments.Purchase{}, &payments.Charge{}, &payments.Grant{}, &payments.Usage{},
		&payments.Effect{}, &payments.Alert{}, &payments.TrialMark{}, &payments.Movement{}, &payments.Day{},
		&credentials.TOTPSecret{}, &credentials.RecoveryCode{}, &credentials.Passkey{}, &throttles.Throttle{},
		&activity.Entry{}, &consents.Acceptance{}, &users.Export{},
		&policies.Withdrawal{}, &policies.Revision{}, &policies.Editor{}, &policies.Anchor{}, &policies.SigningKey{}, &policies.SigningKeyUse{},
		&subscribers.Subscriber{}, &subscribers.Announcement{}, &consents.Consent{}, &consents.Chain{}, &consents.Question{}, &policies.Translation{},
		&audits.Audit{}, &audits.Screenshot{}, &audits.Login{},
	} {
		statement := db.Reader.Session(&gorm.Session{}).Model(model).Statement
		if err := statement.Parse(model); err != nil {
			return err
		}
		have, err := db.Reader.WithContext(ctx).Migrator().ColumnTypes(model)
		if err != nil {
			return err
		}
		if len(have) != len(statement.Schema.DBNames) {
			problems = append(
				problems,
				fmt.Errorf(
					"%s has %d columns, its struct %d",
					statement.Schema.Table,
					len(have),
					len(statement.Schema.DBNames),
				),
			)
		}
		if err := db.Reader.WithContext(ctx).Model(model).Select(statement.Schema.DBNames).Limit(1).Find(model).Error; err != nil {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}
