package se.partnersec.gallra.bench;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;

/** Objects in memory, in blocks of 512 bytes: the store of the tests takes 8 KB for each and ends at 4 GB, long before a million. */
final class SmallObjects extends AbstractNio2BlobStore {
    private static final int BLOCK = 512;
    private static final long MOST = 64L << 30;

    SmallObjects() {
        super(Jimfs.newFileSystem(Configuration.unix().toBuilder()
                        .setAttributeViews("posix", "user")
                        .setWorkingDirectory("/")
                        .setBlockSize(BLOCK)
                        .setMaxSize(MOST)
                        .build())
                .getPath("/"));
    }

    @Override
    public boolean supportsVersioning() {
        return true;
    }
}
