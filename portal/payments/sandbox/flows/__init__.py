"""What happens: each flow changes objects and emits the events that Stripe would."""
