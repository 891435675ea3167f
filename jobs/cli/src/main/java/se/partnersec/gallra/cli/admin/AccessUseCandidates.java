package se.partnersec.gallra.cli.admin;

import java.util.Iterator;
import se.partnersec.gallra.operations.bucketpolicy.BucketAccountUse;

/** What a shell offers where the use of an account is to be named. */
final class AccessUseCandidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return BucketAccountUse.ids().iterator();
    }
}
