/// The evaluator that runs cells, and what runs notebooks with it.
package org.vitrina.kernel;
