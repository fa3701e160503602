// GraphQL's own check, as it is in production.
exports.instanceOf = (value, constructor) => value instanceof constructor;
