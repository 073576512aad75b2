package people

// RetainAnyway is Retain whoever's turn it is.
var RetainAnyway = (*Service).retain

// Together is how many people one transaction is about.
const Together = together
