// Package subscriptions says what our copy of a subscription means: whether it
// gives access, whether it can still cost money, when it ends and what it renews
// as. It asks the database and nothing else, so every other part of billing may
// call it. Start reading at [Current].
package subscriptions
