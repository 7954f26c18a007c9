package org.vitrina.arena.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// A file on a disk that can be full, or broken, and be well again. What it does write is really in the file.
final class FailingDisk extends FileChannel {
    static final String FULL = "No space left on device";
    static final String BROKEN = "Input/output error";

    private final FileChannel file;

    /// How large the file may become; as a real disk does, this one takes a part of what is too much.
    volatile long room = Long.MAX_VALUE;

    volatile boolean forceFails;
    volatile boolean truncateFails;

    FailingDisk(FileChannel file) {
        this.file = file;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
        long free = room - position;
        if (free <= 0) throw new IOException(FULL);
        int written = file.write(from.slice(from.position(), (int) Math.min(free, from.remaining())), position);
        from.position(from.position() + written);
        return written;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        if (forceFails) throw new IOException(BROKEN);
        file.force(metadata);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (truncateFails) throw new IOException(BROKEN);
        file.truncate(size);
        return this;
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
        return file.read(to, position);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public int read(ByteBuffer to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
