#version 450

// One triangle that covers the viewport, made from the vertex index alone: corners (0,0), (2,0) and
// (0,2) in the picture's coordinates.

layout(location = 0) out vec2 position;

void main() {
    position = vec2((gl_VertexIndex << 1) & 2, gl_VertexIndex & 2);
    gl_Position = vec4(position * 2.0 - 1.0, 0.0, 1.0);
}
