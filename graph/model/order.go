package model

// Order is what the order inputs have in common.
type Order interface {
	// By returns the name of the ordering and whether it descends; an empty
	// name stands for the list's default.
	By() (name string, desc bool)
}

// By implements Order; nil is the default.
func (o *RegionOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *LocalityOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *SeasonOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *FigureOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *SourceOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *SocialProjectOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *HostOrganizationOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *YouthOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *AccountOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *InvitationOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *NotificationOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *DataAccessOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}

// By implements Order; nil is the default.
func (o *DuplicateCaseOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}
