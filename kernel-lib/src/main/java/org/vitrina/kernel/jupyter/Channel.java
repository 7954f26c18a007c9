package org.vitrina.kernel.jupyter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/// A socket, and the one thread that touches it.
///
/// Any thread may [#send]: the frames wait in a queue until the channel's thread takes them. It is woken
/// through a selector and not through a pipe, as a pipe is closed when a thread that writes to it is
/// interrupted, and threads of cells are.
final class Channel implements AutoCloseable {
    /// The largest frame that is taken; ZeroMQ hangs up on whoever sends a larger one.
    private static final long LARGEST_FRAME = 256L << 20;

    private static final int LINGER_MILLIS = 300;

    private final ZMQ.Socket socket;
    private final Selector selector;
    private final Queue<List<byte[]>> outgoing = new ConcurrentLinkedQueue<>();
    private final Consumer<List<byte[]>> receiver;
    private final KernelLog log;
    private final Thread thread;
    private volatile boolean closing;

    /// Binds a socket; nothing is received until [#start()].
    ///
    /// @param receiver is given the frames of each message, on the channel's thread
    Channel(
            String name,
            ZContext context,
            SocketType type,
            String address,
            Consumer<List<byte[]>> receiver,
            KernelLog log) {
        this.receiver = receiver;
        this.log = log;
        socket = context.createSocket(type);
        // Nothing is dropped when a front end reads slowly; what a cell may print is bounded by the evaluator.
        socket.setHWM(0);
        socket.setLinger(LINGER_MILLIS);
        socket.setMaxMsgSize(LARGEST_FRAME);
        if (type == SocketType.XPUB) {
            socket.setXpubVerbose(true);
        }
        try {
            socket.bind(address);
            selector = Selector.open();
            socket.getFD().register(selector, SelectionKey.OP_READ);
        } catch (ZMQException e) {
            throw new IllegalStateException(
                    "the " + name + " channel cannot use " + address + ": " + e.getMessage()
                            + "; another process may have taken the port, so start the kernel again",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "jupyter " + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /// Returns the port that is bound, which is another than asked for if that was 0.
    int port() {
        String endpoint = socket.getLastEndpoint();
        return Integer.parseInt(endpoint.substring(Math.max(endpoint.lastIndexOf(':'), endpoint.lastIndexOf('-')) + 1));
    }

    /// Sends a message, soon and in the order of the calls.
    void send(List<byte[]> frames) {
        outgoing.add(frames);
        selector.wakeup();
    }

    private void run() {
        try (selector;
                socket) {
            while (!closing || !outgoing.isEmpty()) {
                boolean idle = sendAll() == 0 & receiveAll() == 0;
                // What was read and written may have taken signals of the socket off its mailbox, so its
                // events are asked for once more before waiting.
                if (idle && !closing && (socket.getEvents() & ZMQ.Poller.POLLIN) == 0) {
                    selector.select();
                    selector.selectedKeys().clear();
                }
            }
        } catch (IOException | ZMQException e) {
            log.problem(Thread.currentThread().getName() + " channel ended", e);
        }
    }

    private int sendAll() {
        int count = 0;
        for (List<byte[]> frames = outgoing.poll(); frames != null; frames = outgoing.poll()) {
            int last = frames.size() - 1;
            for (int i = 0; i < last; i++) {
                socket.send(frames.get(i), ZMQ.SNDMORE);
            }
            socket.send(frames.get(last));
            count++;
        }
        return count;
    }

    private int receiveAll() {
        int count = 0;
        for (byte[] frame = socket.recv(ZMQ.DONTWAIT); frame != null; frame = socket.recv(ZMQ.DONTWAIT)) {
            var frames = new ArrayList<byte[]>();
            frames.add(frame);
            while (socket.hasReceiveMore()) {
                frames.add(socket.recv());
            }
            receive(frames);
            count++;
        }
        return count;
    }

    /// One message, whatever it does, must not end the channel: the next may be an interrupt.
    private void receive(List<byte[]> frames) {
        try {
            receiver.accept(frames);
        } catch (RuntimeException | Error e) {
            log.problem("a message could not be handled", e);
        }
    }

    /// Sends what waits, then closes the socket.
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(2L * LINGER_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
