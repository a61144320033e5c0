package billing_test

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// live does all of a history, one operation after the other, and waits for nobody
// but before time passes.
func (c *world) live(ctx context.Context, all []operation, serve func(context.Context, operation) error) error {
	for i, d := range all {
		if err := c.do(ctx, i, d, serve); err != nil {
			return fmt.Errorf("operation %d, %s: %w", i, d, err)
		}
	}
	return c.settle(ctx)
}

func (c *world) do(ctx context.Context, i int, d operation, serve func(context.Context, operation) error) error {
	customer, err := c.customer(d.Who)
	switch {
	case err != nil:
		return err
	case d.Do == "pass":
		if err := c.settle(ctx); err != nil {
			return err
		}
		return c.stand.Advance(d.By)
	case d.Do == "checkout":
		return serve(ctx, d)
	case customer == "":
		return nil
	case d.Do == "refund":
		if d.Charge, err = c.charge(customer, d.Pick); err != nil || d.Charge == "" {
			return err
		}
		c.refunds[d.Charge]++
		d.Pick = i // the press of the button
		return serve(ctx, d)
	}
	if d.Do == "dispute" { // which comes days after the charge
		if err := c.settle(ctx); err != nil {
			return err
		}
	}
	if isOfStripe, err := c.happen(customer, d); isOfStripe {
		return err
	}
	return serve(ctx, d)
}

// serve lets the service do an operation; or two at once.
func (c *world) serve(ctx context.Context, d operation) error {
	if !d.Twice {
		return perform(ctx, c.db, c.any(), c.users[d.Who], d)
	}
	var failed [2]error
	var both sync.WaitGroup
	for i := range failed {
		both.Go(func() { failed[i] = perform(ctx, c.db, c.any(), c.users[d.Who], d) })
	}
	both.Wait()
	return errors.Join(failed[:]...)
}

// perform does what goes through the service. A refusal is as good an end as
// any.
func perform(ctx context.Context, db *models.DB, service *billing.Service, user users.User, d operation) error {
	err := attempt(ctx, db, service, user, d)
	var invalid validation.Errors
	var refusal *stripe.Error
	for _, fine := range []error{
		billing.ErrNoPlan, billing.ErrAlreadySubscribed, billing.ErrDeclined, billing.ErrCheckoutEnded,
		billing.ErrPayFirst, billing.ErrUnderWay, billing.ErrToConfirm, models.ErrNotFound, models.ErrConflict,
	} {
		if errors.Is(err, fine) {
			return nil
		}
	}
	if errors.As(err, &invalid) || errors.As(err, &refusal) {
		return nil
	}
	return err
}

func attempt(ctx context.Context, db *models.DB, service *billing.Service, user users.User, d operation) error {
	switch d.Do {
	case "checkout":
		_, err := service.Checkout(ctx, user, d.Selection)
		return err
	case "return":
		open, err := payments.OpenCheckout(ctx, db, user.ID)
		if err != nil || open.SessionID == nil {
			return err
		}
		_, err = service.Return(ctx, user, *open.SessionID)
		return err
	case "change":
		shown, err := service.Preview(ctx, user, d.Selection)
		if err != nil {
			return err
		}
		return service.Change(ctx, user, d.Selection, shown.At)
	case "later":
		shown, err := service.Preview(ctx, user, d.Selection)
		if err != nil {
			return err
		}
		return service.ChangeLater(ctx, user, d.Selection, shown.At)
	case "cancel scheduled change":
		return service.CancelScheduledChange(ctx, user)
	case "cancel":
		return service.Cancel(ctx, user, "")
	case "uncancel":
		return service.Uncancel(ctx, user)
	}
	customer, err := payments.CustomerOf(ctx, db, user.ID)
	if err != nil {
		return err
	}
	if d.Do == "refund" {
		return service.Refund(ctx, customer, d.Charge, d.Amount, fmt.Sprint("press ", d.Pick), begun)
	}
	current, has, err := service.Current(ctx, user.ID)
	if err != nil || !has {
		return err
	}
	return service.Extend(ctx, customer, current.ID, current.CurrentPeriodEnd.Add(d.By), begun)
}

// happen does what Stripe, a bank or the customer does there; false if the operation
// is none of theirs. What cannot be done is not done.
func (c *world) happen(customer string, d operation) (bool, error) {
	switch d.Do {
	case "pay":
		return true, c.pay(customer, d.Pick)
	case "bad card":
		return true, second2(c.stand.ChangeCard(customer, cardThatFailsLater))
	case "good card":
		return true, second2(c.stand.ChangeCard(customer, "4242424242424242"))
	case "pay invoice":
		list := c.stripe.Invoices.List(&stripe.InvoiceListParams{Customer: &customer, Status: stripe.String("open")})
		if list.Next() {
			_, err := c.stand.PayInvoice(list.Invoice().ID, "4242424242424242")
			return true, err
		}
		return true, list.Err()
	case "give back", "dispute":
		charge, err := c.charge(customer, d.Pick)
		if d.Do == "dispute" {
			_, _ = c.stand.Dispute(charge, "")
		} else if _, failed := c.stand.Refund(charge, d.Amount, ""); failed == nil {
			c.refunds[charge]++
		}
		return true, err
	case "decide":
		list := c.stripe.Disputes.List(&stripe.DisputeListParams{})
		if list.Next() {
			_ = c.stand.Decide(list.Dispute().ID, d.Twice)
		}
		return true, list.Err()
	}
	return false, nil
}

func second2[T any](_ T, err error) error { return err }

// pay pays the page that is open, in one of several ways.
func (c *world) pay(customer string, way int) error {
	list := c.stripe.CheckoutSessions.List(
		&stripe.CheckoutSessionListParams{Customer: &customer, Status: stripe.String("open")},
	)
	if !list.Next() {
		return list.Err()
	}
	card := map[int]string{0: cardThatFailsLater, 1: emulator.BankDebit, 2: "4000002500003155", 3: "4000000000000002"}[way]
	if card == "" {
		card = "4242424242424242"
	}
	done, err := c.stand.Pay(list.CheckoutSession().ID, emulator.Payment{Card: card, Name: "Ada"})
	if err == nil && done.Status == emulator.NeedsSCA {
		_, err = c.stand.Answer(list.CheckoutSession().ID, "approve")
	}
	return err
}

// customer is somebody's id at Stripe; "" before there is one.
func (c *world) customer(who int) (string, error) {
	list := c.stripe.Customers.List(&stripe.CustomerListParams{Email: &c.users[who].Email})
	if list.Next() {
		return list.Customer().ID, nil
	}
	return "", list.Err()
}

// charge is one of a customer's; "" if there is none.
func (c *world) charge(customer string, pick int) (string, error) {
	var all []string
	list := c.stripe.Charges.List(&stripe.ChargeListParams{Customer: &customer})
	for list.Next() {
		all = append(all, list.Charge().ID)
	}
	if len(all) == 0 {
		return "", list.Err()
	}
	return all[pick%len(all)], list.Err()
}
