/** Violations of the floor plan, planted so that each rule is seen to find one. Nothing here runs. */
package se.partnersec.planted;
