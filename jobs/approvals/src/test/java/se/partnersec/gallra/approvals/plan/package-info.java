@NullMarked
package se.partnersec.gallra.approvals.plan;

import org.jspecify.annotations.NullMarked;
